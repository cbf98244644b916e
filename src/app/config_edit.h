// Files of package clients told of another registry, and told off again: what is not meant stays byte for byte.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inventory/config_source.h"

namespace cordon::app {

// A place of a text, and what comes there.
struct ConfigChange {
  std::size_t at = 0;  // byte of the text before
  std::string removed, added;
};

struct ConfigEdit {
  std::string text;                   // afterwards
  std::vector<ConfigChange> changes;  // by place; none: the text says it already
};

// The registry that the text names for packages without a scope; empty where it names none. Fails with invalid_utf8
// and as YAML and TOML are parsed; with syntax for a .yarnrc that is not written "key value", and for a carriage return
// in the middle of a line, which clients take for a line's end and editors do not.
Result<std::string> registry_in(inventory::ConfigForm form, const std::string& text);

// The text with `url` as that registry: in the place of what stands there, else as a line of its own. `http_host` is
// allowed to be asked without encryption where the client wants to be told so (yarn 2 and newer); empty: nothing is to
// be allowed. What comes out is read again, and refused where anything else in it would be another. Fails as
// registry_in does, and with refused: a way of writing that is not changed here, or credentials that would go to
// another registry.
Result<ConfigEdit> with_registry(inventory::ConfigForm form, const std::string& text, const std::string& url,
                                 std::string_view http_host = {});

// Takes changes that with_registry made out of a text that somebody changed since. Each must stand there once, as a
// line; what is no longer a line of its own is left, but the registry. Fails as registry_in does, and with refused
// where it cannot be told what is whose.
Result<ConfigEdit> without_registry(inventory::ConfigForm form, const std::string& text,
                                    const std::vector<ConfigChange>& changes, const std::string& url,
                                    std::string_view http_host = {});

// The text with changes applied, or taken back, where it is known to be the one they were made of. Fails with internal
// where it is not.
Result<std::string> apply_changes(std::string_view before, const std::vector<ConfigChange>& changes);
Result<std::string> take_back(std::string_view after, const std::vector<ConfigChange>& changes);

// Whether all that two texts set is the same, but the registry and whether the host may be asked without encryption.
Result<bool> same_otherwise(inventory::ConfigForm form, const std::string& one, const std::string& other,
                            std::string_view http_host);

}  // namespace cordon::app
