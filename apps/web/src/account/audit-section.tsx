import { useQuery } from '@tanstack/react-query';
import * as words from '#words/account';
import { useClient } from '../client/api';
import { Failure } from '../frame/failure';
import { formatAge } from '../frame/format';
import { Section } from '../frame/page';
import { auditKey, membersKey } from './use-session';

/** The newest entries of the audit log. */
export function AuditSection() {
  const client = useClient();
  const audit = useQuery({
    queryKey: auditKey,
    queryFn: () => client.listAudit({ query: { limit: 20 } }),
  });
  const members = useQuery({ queryKey: membersKey, queryFn: () => client.listMembers() });
  const names = new Map(members.data?.members.map(({ userId, name }) => [userId, name]));
  return (
    <Section title={words.auditLog} note={words.whoChangedOrDownloadedWhat}>
      <Failure error={audit.error} />
      <table className="table">
        <thead>
          <tr>
            <th className="right">{words.number}</th>
            <th>{words.when}</th>
            <th>{words.who}</th>
            <th>{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {audit.data?.entries.map(({ seq, at, userId, action }) => (
            <tr key={seq}>
              <td className="right">{seq}</td>
              <td>{formatAge(at, Date.now())}</td>
              <td>{names.get(userId ?? '') ?? words.somebodyWhoLeft}</td>
              <td>{action}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
