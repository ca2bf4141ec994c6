import { render } from './ini';

// Loaded by name: with autoload Asterisk warns about every module that has no configuration.
const MODULES = `
  res_timing_timerfd res_sorcery_astdb res_sorcery_config res_sorcery_memory res_pjproject res_crypto res_http_websocket
  res_websocket_client res_rtp_asterisk res_srtp res_musiconhold res_stasis res_stasis_device_state res_format_attr_opus
  res_speech res_agi res_clioriginate res_manager_devicestate res_pjsip res_pjsip_acl res_pjsip_authenticator_digest
  res_pjsip_caller_id res_pjsip_dtmf_info res_pjsip_endpoint_identifier_ip res_pjsip_endpoint_identifier_user
  res_pjsip_header_funcs res_pjsip_logger res_pjsip_nat res_pjsip_outbound_authenticator_digest res_pjsip_outbound_publish
  res_pjsip_path res_pjsip_pubsub res_pjsip_refer res_pjsip_registrar res_pjsip_rfc3326 res_pjsip_sdp_rtp
  res_pjsip_session res_pjsip_sips_contact res_pjsip_transport_websocket chan_pjsip bridge_builtin_features
  bridge_builtin_interval_features bridge_holding bridge_native_rtp bridge_simple bridge_softmix codec_ulaw codec_alaw
  codec_gsm codec_resample codec_a_mu codec_opus_open_source codec_opus format_pcm format_wav format_gsm format_sln app_dial
  app_echo app_playback app_playtones app_mixmonitor app_queue app_confbridge app_originate app_stack app_exec app_senddtmf
  app_userevent app_verbose app_while app_channelredirect app_bridgewait app_softhangup app_db app_cdr func_callerid
  func_channel func_cut func_db func_devstate func_dialplan func_global func_hangupcause func_logic func_math
  func_pjsip_aor func_pjsip_contact func_pjsip_endpoint func_rand func_sprintf func_strings func_timeout func_uri pbx_config
`;

/** modules.conf with those of our modules that this build of Asterisk has. */
export function modulesConf(present: ReadonlySet<string>): string {
  const wanted = MODULES.trim().split(/\s+/);
  const lines = wanted
    .filter((name) => present.has(`${name}.so`))
    .map((name) => ['load', `${name}.so`] as const);
  return render([{ name: 'modules', lines: [['autoload', 'no'], ...lines] }]);
}

/** Files that modules look for and that may be empty: without them each start complains. */
export const EMPTY_FILES = [
  'acl',
  'ccss',
  'cli',
  'cli_permissions',
  'codecs',
  'extconfig',
  'pjproject',
  'pjsip_notify',
]
  .concat(['sorcery', 'stasis', 'udptl', 'websocket_client'])
  .map((name) => `${name}.conf`);

export const OFF_FILES: Record<string, string> = {
  'ari.conf': '[general]\nenabled = no\n',
  'cdr.conf': '[general]\nenable = no\n',
  'cel.conf': '[general]\nenable = no\n',
  'confbridge.conf': '[general]\n',
};
