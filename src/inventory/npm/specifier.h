// What stands behind a dependency's name in a package.json, or in a lockfile's descriptors: a range, an alias, git, ...
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::inventory::npm {

enum class SpecifierKind : std::uint8_t {
  range,      // a version or range of versions ("^1.0.0", "1.x || 2", "" and "*")
  tag,        // a dist-tag ("latest")
  alias,      // npm:real-name@range
  git,        // git addresses and hosted shortcuts (user/repo, github:user/repo)
  http,       // an http(s) tarball
  file,       // file:, ./ ../ / ~/ : a folder or tarball on disk
  link,       // link:
  portal,     // portal: (yarn)
  workspace,  // workspace:
  patch,      // patch: (yarn)
  catalog,    // catalog: (pnpm, bun, yarn)
  jsr,        // jsr:
  exec,       // exec: (yarn)
  unknown,    // another protocol
};

struct Specifier {
  SpecifierKind kind = SpecifierKind::range;
  std::string name;    // real name: the alias target, or the declared name
  std::string range;   // range or tag behind an alias, npm: or workspace: prefix; the text itself for range and tag
  std::string target;  // address or path for git, http, file, link, portal, patch; catalog name for catalog
};

// Never fails: what cannot be understood is `unknown` with the text in `target`.
Specifier parse_specifier(std::string_view declared_name, std::string_view text);

// Splits "name@rest" and "@scope/name@rest" at the '@' after the name; `rest` is empty when there is none.
struct NameAndRest {
  std::string_view name, rest;
};
NameAndRest split_name(std::string_view text);

}  // namespace cordon::inventory::npm
