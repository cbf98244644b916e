// Where in a client's file its registry stands, or would.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/config_edit.h"

namespace cordon::app {

// What makes the text name this registry, in a text that registry_in can read. Whether it does is for the caller to
// find out by reading. Fails with refused for what is not changed here.
Result<std::vector<ConfigChange>> places_of_registry(inventory::ConfigForm form, const std::string& text,
                                                     const std::string& url);

// What makes a .yarnrc.yml allow the host to be asked without encryption; nothing where it does.
Result<std::optional<ConfigChange>> place_of_http_host(const std::string& text, std::string_view host);

}  // namespace cordon::app
