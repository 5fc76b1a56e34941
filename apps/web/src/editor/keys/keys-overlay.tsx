import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import * as words from '#words/keys';
import { KEY_GROUPS } from './editor-key';
import { EDITOR_KEYS, OTHER_KEYS } from './editor-keys';
import { nameKey } from './key-names';
import './keys.css';

const ALL = [...EDITOR_KEYS, ...OTHER_KEYS];

/** Every key of the editor, from the registry that makes them work. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={words.keys} size="xl">
      <div className="keys">
        {KEY_GROUPS.map((group) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <dl>
              {ALL.filter((each) => each.group === group).map(({ keys, listed = keys, title }) => (
                <div key={title}>
                  <dt>{title}</dt>
                  <dd>
                    {listed.map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && <span className="keys__or">{words.or}</span>}
                        <KeyCombination parts={nameKey(key)} />
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function KeyCombination({ parts }: { parts: readonly string[] }) {
  return (
    <span className="keys__combination">
      {parts.map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
