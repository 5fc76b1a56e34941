import { Button, Code, Text } from '@mantine/core';
import type { PublishedBaseView } from '@graft/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import * as words from '#words/models';
import { useClient } from '../client/api';
import { usePublishedBases } from '../client/queries';
import { queryKeys } from '../client/query-keys';
import { Failure } from '../frame/failure';
import { Section } from '../frame/page';

/** Base models of others, fetched one by one when somebody asks. Nothing where the list is empty. */
export function PublishedBases() {
  const published = usePublishedBases();
  if (published.data === undefined || published.data.length === 0) return null;
  return (
    <Section title={words.publishedBases} note={words.fetchedWhenYouAsk} padded={false}>
      <table className="table">
        <tbody>
          {published.data.map((base) => (
            <PublishedRow key={base.ref} base={base} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function PublishedRow({ base }: { base: PublishedBaseView }) {
  const client = useClient();
  const queries = useQueryClient();
  const bring = useMutation({
    mutationFn: () => client.fetchPublishedBase({ params: { ref: base.ref } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.publishedBases });
      await queries.invalidateQueries({ queryKey: queryKeys.catalog });
    },
  });
  const { state, reason } = base;
  return (
    <tr>
      <td>
        <Text size="sm">{base.name}</Text>
        <Text size="xs" c="dimmed">
          {base.description}
        </Text>
        <Digests digests={base.digests} verified={base.verified} />
        <Failure error={bring.error} />
      </td>
      <td>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {base.licence}
        </Text>
      </td>
      <td className="right">
        {state === 'here' && <Text size="sm">{words.here}</Text>}
        {state === 'offline' && (
          <Text size="sm" c="dimmed">
            {reason}
          </Text>
        )}
        {state === 'available' && (
          <Button
            size="xs"
            variant="default"
            loading={bring.isPending}
            aria-label={bring.isPending ? words.fetching(base.name) : undefined}
            onClick={() => bring.mutate()}
          >
            {words.fetchIt}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface DigestsProps {
  digests: Readonly<Record<string, string>> | null;
  verified: boolean;
}

/** How it is known that these are the files of the publisher; a TensorFlow.js model lies in dozens of them. */
function Digests({ digests, verified }: DigestsProps) {
  const known = Object.entries(digests ?? {});
  return (
    <>
      <Text size="xs" c="dimmed">
        {sayTrust(verified, digests !== null)}
      </Text>
      {known.length > 0 && (
        <details>
          <Text component="summary" size="xs">
            {words.digestsOfFiles(known.length)}
          </Text>
          {known.map(([file, sha256]) => (
            <div key={file}>
              <Code>{`${file} ${sha256}`}</Code>
            </div>
          ))}
        </details>
      )}
    </>
  );
}

function sayTrust(verified: boolean, fetched: boolean): string {
  if (verified) return words.heldToKnownDigests;
  return fetched ? words.digestsOfFirstFetch : words.firstFetchIsTrusted;
}
