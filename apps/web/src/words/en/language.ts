/** BCP 47 tag of the language of this folder. */
export const language = 'en';
