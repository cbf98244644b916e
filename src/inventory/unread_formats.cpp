#include "inventory/unread_formats.h"

namespace cordon::inventory {
namespace {

constexpr UnreadFormat kRows[] = {
    {"bun.lockb", "bun's binary lockfile is not read: 'bun install --save-text-lockfile' writes bun.lock", "bun.lock"},
    {".pnp.cjs", "yarn's Plug'n'Play map is not read", "yarn.lock"},
    {".pnp.js", "yarn's Plug'n'Play map is not read", "yarn.lock"},
    {".pnp.data.json", "yarn's Plug'n'Play map is not read", "yarn.lock"},
    {"shrinkwrap.yaml", "the lockfile of pnpm 2 and older is not read", "pnpm-lock.yaml"},
    {"package.yaml", "a manifest that only pnpm knows is not read", "pnpm-lock.yaml"},
    {"package.json5", "a manifest that only pnpm knows is not read", "pnpm-lock.yaml"},
    {"deno.json", "Deno's configuration, which may import packages, is not read", "deno.lock"},
    {"deno.jsonc", "Deno's configuration, which may import packages, is not read", "deno.lock"},
    {"go.sum", "digests of modules without the go.mod that chooses them", "go.mod", true},
    {"go.work", "the versions that the modules of a Go workspace choose together are not worked out", {}},
    {"Gopkg.lock", "the lockfile of dep, which came before Go modules, is not read", "go.mod"},
    {"glide.lock", "the lockfile of Glide, which came before Go modules, is not read", "go.mod"},
    {"composer.lock", "no reader yet for PHP (Composer)", {}},
    {"Gemfile.lock", "no reader yet for Ruby (RubyGems)", {}},
    {"pom.xml", "no reader yet for Java (Maven)", {}},
    {"gradle.lockfile", "no reader yet for Java (Gradle)", {}},
    {"packages.lock.json", "no reader yet for .NET (NuGet)", {}},
    {"mix.lock", "no reader yet for Elixir (Hex)", {}},
    {"pubspec.lock", "no reader yet for Dart (pub)", {}},
    {"Package.resolved", "no reader yet for Swift packages", {}},
    {"Podfile.lock", "no reader yet for CocoaPods", {}},
    {"conan.lock", "no reader yet for C and C++ (Conan)", {}},
    {"flake.lock", "no reader yet for Nix", {}},
    {"bom.xml", "CycloneDX in XML is not read, only in JSON", "bom.json"},
    {"sbom.xml", "CycloneDX in XML is not read, only in JSON", "sbom.json"},
    {"renv.lock", "no reader yet for R", {}},
    {"*.cdx.xml", "CycloneDX in XML is not read; its JSON form is", {}},
    {"*.spdx", "SPDX in tags and values is not read; its JSON form is", {}},
    {"*.spdx.rdf", "SPDX in RDF is not read; its JSON form is", {}},
    {"*.spdx.yaml", "SPDX in YAML is not read; its JSON form is", {}},
    {"cabal.project.freeze", "no reader yet for Haskell", {}},
    {"stack.yaml.lock", "no reader yet for Haskell", {}},
};

}  // namespace

const UnreadFormat* unread_format(std::string_view file_name) {
  for (const UnreadFormat& row : kRows)
    if (row.name == file_name || (row.name.starts_with('*') && file_name.ends_with(row.name.substr(1)))) return &row;
  return nullptr;
}

std::string_view why_unread(std::string_view file_name) {
  const UnreadFormat* row = unread_format(file_name);
  return row == nullptr ? std::string_view() : row->reason;
}

}  // namespace cordon::inventory
