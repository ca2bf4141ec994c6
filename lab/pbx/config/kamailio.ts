import { LOOPBACK } from '@/lab/ports';

export interface EdgePorts {
  /** SIP over UDP, toward Asterisk. */
  udp: number;
  ws: number;
  wss: number;
  /** rtpengine's control port. */
  ng: number;
  /** Media toward browsers and toward Asterisk. */
  rtp: { min: number; max: number };
}

export interface KamailioSettings {
  ports: EdgePorts;
  asteriskSip: number;
  moduleDir: string;
  secret: string;
  certificate: { cert: string; key: string };
  /** Ban an address that sends more than `requests` in `windowS`, for `banS` seconds. */
  flood?: { requests: number; windowS: number; banS: number };
}

// In an order in which each finds those it leans on.
const MODULES = (
  'tm tmx sl rr pv maxfwd textops siputils xlog usrloc registrar auth auth_ephemeral nathelper rtpengine tls xhttp ' +
  'websocket jsonrpcs uac pike htable'
).split(' ');

const TO_BROWSER =
  'trust-address replace-origin replace-session-connection ICE=force SDES-off generate-mid UDP/TLS/RTP/SAVPF';
const TO_PBX = 'trust-address replace-origin replace-session-connection rtcp-mux-demux ICE=remove RTP/AVP';

/**
 * The edge of interface appendix B. It listens on the loopback address without calling it its own name (`alias`):
 * otherwise Asterisk, on the same address, would pass for itself and no request inside a dialog would find its way.
 */
export function kamailioCfg(s: KamailioSettings): string {
  const { ports } = s;
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
listen=udp:${LOOPBACK}:${ports.udp}
listen=tcp:${LOOPBACK}:${ports.ws}
listen=tls:${LOOPBACK}:${ports.wss}
enable_tls=yes
tcp_connection_lifetime=3605
tcp_accept_no_cl=yes
tcp_rd_buf_size=16384
mpath="${s.moduleDir}/"
${MODULES.map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("auth_ephemeral", "secret", "${s.secret}")
modparam("rtpengine", "rtpengine_sock", "udp:${LOOPBACK}:${ports.ng}")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${s.certificate.key}")
modparam("tls", "certificate", "${s.certificate.cert}")
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
modparam("rr", "append_fromtag", 1)
modparam("registrar", "max_expires", 3600)
modparam("registrar", "min_expires", 10)
modparam("jsonrpcs", "transport", 1)
modparam("uac", "restore_mode", "auto")
modparam("htable", "htable", "ban=>size=8;autoexpire=${s.flood?.banS ?? 300};")
modparam("pike", "sampling_time_unit", ${s.flood?.windowS ?? 2})
modparam("pike", "reqs_density_per_unit", ${s.flood?.requests ?? 16})
modparam("pike", "remove_latency", 4)
${routes(s)}`;
}

/** The edge's own commands, for the lab's faults; a real edge has no such door. */
export const EDGE_RPC_PATH = '/lab-rpc';
const FROM_BROWSER = 1; // message flag

function routes(s: KamailioSettings): string {
  return `
request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (proto == WS || proto == WSS) {
    setflag(${FROM_BROWSER});
${s.flood ? floodControl() : ''}
    force_rport();
    if (is_method("REGISTER")) fix_nated_register();
    else if (!is_method("ACK|CANCEL|BYE|PRACK")) add_contact_alias();
  }
  if (is_method("CANCEL")) { if (t_check_trans()) route(RELAY); exit; }
  if (!is_method("ACK")) { if (t_precheck_trans()) { t_check_trans(); exit; } t_check_trans(); }
  if (has_totag()) { route(WITHIN_DIALOG); exit; }
  if (is_method("OPTIONS") && $rU == $null) { sl_send_reply("200", "OK"); exit; }

  # the extension is what follows the time stamp in  From: <sip:1767225600:1005@host>
  $var(user) = $(fu{s.replace,sip:,}{s.select,0,@});
  $var(ext) = $var(user);
  if ($var(user) =~ ":") $var(ext) = $(var(user){s.select,1,:});

  if (isflagset(${FROM_BROWSER})) {
    if (is_method("REGISTER")) route(REGISTER);
    if (is_method("INVITE") && !autheph_check("$fd")) { auth_challenge("$fd", "0"); exit; }
    consume_credentials();
    if (is_method("INVITE|SUBSCRIBE")) record_route();
    uac_replace_from("", "sip:$var(ext)@${LOOPBACK}");
    $du = "sip:${LOOPBACK}:${s.asteriskSip}";
    route(RELAY);
  }
  if (src_port != ${s.asteriskSip}) { sl_send_reply("403", "Not relaying"); exit; }
  if (is_method("INVITE|SUBSCRIBE")) record_route();
  $ru = "sip:" + $rU + "@${LOOPBACK}";
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  route(RELAY);
}

# Two bindings. Calls follow the one stored while challenging (one contact per extension, newest wins); a client that
# sends credentials without having been challenged doesn't renew it.
route[REGISTER] {
  if (!autheph_check("$fd")) {
    save("location", "0x06", "sip:$var(ext)@${LOOPBACK}");
    auth_challenge("$fd", "0");
    exit;
  }
  if (!save("authenticated")) { sl_reply_error(); exit; }
  $var(expires) = "120";
  if ($hdr(Expires) != $null) $var(expires) = $hdr(Expires);
  if ($hdr(Contact) =~ "expires=") $var(expires) = $(hdr(Contact){re.subst,/.*expires=([0-9]+).*/\\1/});
  $uac_req(method) = "REGISTER";
  $uac_req(ruri) = "sip:${LOOPBACK}:${s.asteriskSip}";
  $uac_req(furi) = "sip:" + $var(ext) + "@${LOOPBACK}";
  $uac_req(turi) = $uac_req(furi);
  $uac_req(hdrs) = "Contact: <sip:" + $var(ext) + "@${LOOPBACK}:${s.ports.udp}>\\r\\nExpires: " + $var(expires) + "\\r\\n";
  uac_req_send();
  exit;
}

route[WITHIN_DIALOG] {
  if (loose_route()) {
    if ($du == $null || $du == "") handle_ruri_alias();
    if (is_method("BYE")) rtpengine_delete();
    route(RELAY);
  }
  if (is_method("ACK") && t_check_trans()) route(RELAY);
  if (!is_method("ACK")) sl_send_reply("404", "Not here");
}

route[RELAY] {
  if (is_method("INVITE|UPDATE")) { t_on_branch("OFFER"); t_on_reply("ANSWER"); }
  if (!t_relay()) sl_reply_error();
  exit;
}

branch_route[OFFER] {
  if (has_body("application/sdp")) {
    if (isflagset(${FROM_BROWSER})) rtpengine_offer("${TO_PBX}");
    else rtpengine_offer("rtcp-mux-offer ${TO_BROWSER}");
  }
}

onreply_route[ANSWER] {
  if (proto == WS || proto == WSS) add_contact_alias();
  if (has_body("application/sdp") && status =~ "(183)|(2[0-9][0-9])") {
    if (isflagset(${FROM_BROWSER})) rtpengine_answer("rtcp-mux-require ${TO_BROWSER}");
    else rtpengine_answer("${TO_PBX}");
  }
}

event_route[xhttp:request] {
  set_reply_close();
  set_reply_no_connect();
  if ($hu == "${EDGE_RPC_PATH}") { jsonrpc_dispatch(); exit; }
  if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm =~ "GET" && ws_handle_handshake()) exit;
  xhttp_reply("404", "Not Found", "", "");
}
`;
}

function floodControl(): string {
  return `    if ($sht(ban=>$si) != $null) exit;
    if (!pike_check_req()) { $sht(ban=>$si) = 1; exit; }`;
}
