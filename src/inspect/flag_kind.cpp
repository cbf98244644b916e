#include "inspect/flag_kind.h"

namespace cordon::inspect {

std::string_view to_string(FlagKind kind) {
  switch (kind) {
    case FlagKind::network: return "network";
    case FlagKind::process: return "process";
    case FlagKind::shell_download: return "shell_download";
    case FlagKind::download_and_run: return "download_and_run";
    case FlagKind::detached_process: return "detached_process";
    case FlagKind::second_runtime: return "second_runtime";
    case FlagKind::eval_of_decoded: return "eval_of_decoded";
    case FlagKind::encoded_payload: return "encoded_payload";
    case FlagKind::computed_module: return "computed_module";
    case FlagKind::obfuscated: return "obfuscated";
    case FlagKind::invisible_text: return "invisible_text";
    case FlagKind::hidden_by_blanks: return "hidden_by_blanks";
    case FlagKind::self_deletion: return "self_deletion";
    case FlagKind::manifest_write: return "manifest_write";
    case FlagKind::secret_path: return "secret_path";
    case FlagKind::token_read: return "token_read";
    case FlagKind::bulk_environment: return "bulk_environment";
    case FlagKind::secrets_sent: return "secrets_sent";
    case FlagKind::outside_write: return "outside_write";
    case FlagKind::git_hook_write: return "git_hook_write";
    case FlagKind::project_overwrite: return "project_overwrite";
    case FlagKind::mining: return "mining";
    case FlagKind::publish: return "publish";
    case FlagKind::wallet_override: return "wallet_override";
    case FlagKind::address_list: return "address_list";
    case FlagKind::checks_digest: return "checks_digest";
  }
  return "unknown";
}

std::string_view to_string(RunHow how) {
  switch (how) {
    case RunHow::none: return "none";
    case RunHow::permitted: return "permitted";
    case RunHow::started: return "started";
    case RunHow::shell: return "shell";
    case RunHow::evaluated: return "evaluated";
  }
  return "unknown";
}

std::string_view to_string(HostClass host) {
  switch (host) {
    case HostClass::none: return "none";
    case HostClass::local: return "local";
    case HostClass::registry: return "registry";
    case HostClass::own: return "own";
    case HostClass::other: return "other";
    case HostClass::address: return "address";
  }
  return "unknown";
}

}  // namespace cordon::inspect
