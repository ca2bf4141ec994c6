/**
 * Transfers by request (interface Appendix F): judged and accepted with 202, which says no more than that the request was
 * understood. The engine behind them is not known, so nothing moves on the PBX. Field names and the consultation's steps
 * beside `start` are our reading.
 */
import { isRecord, json, type RestContext, type Route, type WebResponse } from '@/lab/omnileads/http';

type Post = (context: RestContext) => WebResponse;
type Register = (name: string, path: string, POST: Post) => Route;
type Refuse = (status: number, message: string) => never;
type Body = Readonly<Record<string, unknown>>;
type Judge = (context: RestContext, body: Body) => void;

const INBOUND = 3;
const NUMBER = /^[0-9*#]{2,25}$/u;

export function transferRoutes(post: Register, refuse: Refuse): readonly Route[] {
  const agent: Judge = ({ site }, body) => {
    if (!site.world.agents.has(Number(body['agent_id']))) refuse(404, 'agent_id');
  };
  const number: Judge = (_context, { destination }) => {
    if (typeof destination !== 'string' || !NUMBER.test(destination)) refuse(400, 'destination');
  };
  const campaign: Judge = ({ site }, body) => {
    if (site.world.campaigns.get(Number(body['campaign_id']))?.type !== INBOUND) refuse(404, 'campaign_id');
  };
  /** To agents and numbers only. */
  const consultee: Judge = (context, body) => {
    if ('campaign_id' in body) refuse(400, 'campaign_id');
    ('agent_id' in body ? agent : number)(context, body);
  };
  const nothing: Judge = () => undefined;

  const judges: Readonly<Record<string, Judge>> = {
    'blind-agent': agent,
    'blind-endpoint': number,
    'blind-campaign': campaign,
    'blind-campaign-agent': agent,
    '3way': nothing,
    'consultation/start': consultee,
    'consultation/cancel': nothing,
    'consultation/complete': nothing,
  };
  return Object.entries(judges).map(([kind, judge]) =>
    post('api_transfer', `/api/v1/transfer/${kind}/`, (context) => {
      const data = context.data();
      const body = isRecord(data) ? data : {};
      if (typeof body['callid'] !== 'string' || body['callid'] === '') refuse(400, 'callid');
      judge(context, body);
      return json({ status: 'OK' }, 202);
    }),
  );
}
