import { ActionIcon, Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Moon, Sun, Unplug } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import * as words from '#words/frame';
import { AccountMenu } from '../account/account-menu';
import { useIsStranger } from '../account/use-session';
import { useConnection } from '../client/api';
import type { FeedStatus } from '../client/event-feed';
import { BarSlots } from './bar-slots';
import './frame.css';

const PLACES = [
  { href: '/', title: words.start, covers: ['/pipelines'] },
  { href: '/runs', title: words.runs, covers: ['/queue'] },
  { href: '/data', title: words.data, covers: [] },
  { href: '/models', title: words.models, covers: [] },
] as const;

/** The top bar and the page below it. Pages put their own things into the bar by `BarSlots`. */
export function AppFrame({ children }: { children: ReactNode }) {
  const [left, setLeft] = useState<HTMLElement | null>(null);
  const [right, setRight] = useState<HTMLElement | null>(null);
  const stranger = useIsStranger();
  return (
    <BarSlots.Provider value={{ left, right }}>
      <div className="frame">
        <header className="bar">
          <Link href="/" className="bar__logo" aria-label={words.startPageOfGraft}>
            <Logo />
            {words.graft}
          </Link>
          {!stranger && <Places />}
          <div className="bar__slot bar__slot--left" ref={setLeft} />
          <div className="bar__slot" ref={setRight} />
          {!stranger && <ConnectionLight />}
          <SchemeToggle />
          <AccountMenu />
        </header>
        <div className="frame__page">{children}</div>
      </div>
      {/* Mantine opens menus, lists and tooltips in here: a landmark, for whoever goes from one to the next. */}
      <div
        className="frame__opened"
        role="region"
        aria-label={words.openedMenus}
        data-portal
        data-mantine-shared-portal-node
      />
    </BarSlots.Provider>
  );
}

function Places() {
  const [path] = useLocation();
  return (
    <nav className="bar__places" aria-label={words.main}>
      {PLACES.map(({ href, title, covers }) => {
        const inside = [href, ...covers].some((place) =>
          place === '/' ? path === '/' : path.startsWith(place),
        );
        return (
          <Link
            key={href}
            href={href}
            className="bar__place"
            aria-current={inside ? 'page' : undefined}
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}

function ConnectionLight() {
  const { feed } = useConnection();
  const [status, setStatus] = useState<FeedStatus>(feed.status());
  useEffect(() => feed.watchStatus(setStatus), [feed]);
  if (status !== 'broken') return null;
  return (
    <Tooltip label={words.graftDoesNotAnswer}>
      <span className="bar__broken" role="status">
        <Unplug size={14} aria-hidden /> {words.reconnecting}
      </span>
    </Tooltip>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={next === 'dark' ? words.useDarkColours : words.useLightColours}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={next === 'dark' ? words.useDarkColours : words.useLightColours}
        onClick={() => setColorScheme(next)}
      >
        {scheme === 'dark' ? <Sun size={17} /> : <Moon size={17} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Logo() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-accent-7)" />
      <path
        d="M16 26V15M16 15C16 10 12 8 7 8c0 5 4 7 9 7Zm0 4c0-4 3-6.500 9-6.500 0 4.500-4 6.500-9 6.500Z"
        fill="none"
        stroke="#fff"
        strokeWidth="2.400"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
