/** True while the browser has not been asked yet whether Graft may show notices outside of the page. */
export function canAskToNotify(): boolean {
  return 'Notification' in window && Notification.permission === 'default';
}

/** The browser asks the person; without a yes the notices stay within the page. */
export function askToNotify(): void {
  void Notification.requestPermission();
}

/** Tells of the end of a run outside of the page, when the person allowed it and looks elsewhere. */
export function notifyEnd(title: string, text: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  const notice = new Notification(title, { body: text, tag: 'graft.run', icon: '/favicon.svg' });
  notice.onclick = () => window.focus();
}
