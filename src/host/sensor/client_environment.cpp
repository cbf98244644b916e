#include "host/sensor/client_environment.h"

#include <array>

#include "base/credentials.h"

namespace cordon::host {

namespace {

struct Key {
  std::string_view name;
  std::optional<std::string> ClientEnvironment::* field;
};

constexpr std::array kKeys{
    Key{"npm_package_name", &ClientEnvironment::package_name},
    Key{"npm_package_version", &ClientEnvironment::package_version},
    Key{"npm_package_integrity", &ClientEnvironment::package_integrity},
    Key{"npm_package_resolved", &ClientEnvironment::package_resolved},
    Key{"npm_package_json", &ClientEnvironment::package_json},
    Key{"npm_lifecycle_event", &ClientEnvironment::lifecycle_event},
    Key{"npm_lifecycle_script", &ClientEnvironment::lifecycle_script},
    Key{"INIT_CWD", &ClientEnvironment::initial_directory},
    Key{"GITHUB_RUN_ID", &ClientEnvironment::workflow_run},
};

void take(std::string_view entry, ClientEnvironment& out) {
  for (const Key& key : kKeys) {
    if (!entry.starts_with(key.name) || entry.size() <= key.name.size() || entry[key.name.size()] != '=') continue;
    auto& field = out.*key.field;
    if (field) return;
    std::string value(entry.substr(key.name.size() + 1));
    // Only the script's text is a command line.
    bool script = key.field == &ClientEnvironment::lifecycle_script;
    field = script ? without_tokens(std::move(value)) : without_credentials(std::move(value));
    return;
  }
}

}  // namespace

ClientEnvironment client_environment(std::string_view block) {
  ClientEnvironment out;
  for (std::size_t end = block.find('\0'); end != std::string_view::npos; end = block.find('\0')) {
    take(block.substr(0, end), out);
    block.remove_prefix(end + 1);
  }
  // npm writes the JavaScript value null as text, for links, workspaces and git.
  for (auto* field : {&out.package_integrity, &out.package_resolved}) {
    if (*field && (**field == "null" || (*field)->empty())) field->reset();
  }
  return out;
}

}  // namespace cordon::host
