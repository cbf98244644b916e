// YAML 1.1/1.2 as libyaml 0.2.5 reads it, into the same Document as JSON.
//
// Unquoted scalars keep their text (Value::text) and get their kind from YAML 1.2's core schema when asked; nothing is
// turned into a date, an octal number or a "yes". Anchors are expanded up to a limit; tags are ignored; merge keys
// ("<<") are ordinary keys. A mapping key that is no scalar is an error.
#pragma once

#include <string>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"

namespace cordon::yaml {

// All documents of the stream (pnpm 11 and 12 write two). An empty stream gives one document whose root is absent.
// Fails as json::parse does, and with too_many for documents and alias expansions beyond the limits.
Result<std::vector<Document>> parse_all(const std::string& source, const Limits& limits = {});

// The only document of the stream; too_many if there are several.
Result<Document> parse(const std::string& source, const Limits& limits = {});

}  // namespace cordon::yaml
