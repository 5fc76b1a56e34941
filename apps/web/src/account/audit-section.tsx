import { useQuery } from '@tanstack/react-query';
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
    <Section
      title="Audit log"
      note="Who changed or downloaded what. Entries are only added; each holds the digest of the one before."
    >
      <Failure error={audit.error} />
      <table className="table">
        <thead>
          <tr>
            <th className="right">Number</th>
            <th>When</th>
            <th>Who</th>
            <th>What</th>
          </tr>
        </thead>
        <tbody>
          {audit.data?.entries.map(({ seq, at, userId, action }) => (
            <tr key={seq}>
              <td className="right">{seq}</td>
              <td>{formatAge(at, Date.now())}</td>
              <td>{names.get(userId ?? '') ?? 'somebody who left'}</td>
              <td>{action}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
