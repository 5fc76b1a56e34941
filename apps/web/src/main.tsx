import '@fontsource-variable/inter';
import './frame/mantine.css';
import '@mantine/notifications/styles.layer.css';
import './frame/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectClient } from './client/api';
import { openEventFeed } from './client/event-feed';
import { takeToken } from './client/token';
import { App } from './frame/app';
import { LOCALE } from './words/locale';

document.documentElement.lang = LOCALE;
const token = takeToken();
const client = connectClient(token);
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App connection={{ client, token, feed: openEventFeed(client) }} />
    </StrictMode>,
  );
}
