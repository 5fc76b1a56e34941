/** "validation-loss" as a person reads it: "Validation loss". */
export function sayOption(option: string): string {
  const words = option.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
