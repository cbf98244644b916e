// Incident packs: a YAML file that the user gives, and the compact block that it becomes. The input is read as a pack;
// what is accepted must come out of its compiled form as it went in. The input is also opened as a block
// and as a pack that was added to a machine.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "intel/knowledge.h"
#include "intel/pack_compile.h"
#include "intel/pack_lint.h"
#include "intel/pack_read.h"
#include "intel/pack_table.h"
#include "intel/stored_packs.h"

using namespace cordon::intel;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

void sort_packages(IncidentPack& pack) {
  std::ranges::sort(pack.packages, [](const BadPackage& a, const BadPackage& b) {
    return std::tie(a.ecosystem, a.name, a.version) < std::tie(b.ecosystem, b.name, b.version);
  });
}

// Who goes on behind the first fault must accept what the strict reader accepts, and nothing else; so must what keeps a
// pack on this machine.
void check_other_readers(const std::string& text, bool accepted) {
  const PackLint lint = lint_pack(text, {"fuzz.yaml", "2026-04-01", nullptr, {}});
  expect(lint.pack.has_value() == accepted && (lint.errors() == 0) == accepted);
  expect(read_stored_pack(write_stored_pack(text, std::nullopt), "fuzz").has_value() == accepted);
  static_cast<void>(read_stored_pack(text, "fuzz"));
}

void check_pack(const std::string& text) {
  auto pack = read_pack(text, "fuzz");
  check_other_readers(text, pack.has_value());
  if (!pack) {
    expect(!pack.error().message.empty());
    return;
  }
  const auto block = compile_packs(std::array{*pack});
  expect(block.has_value());
  const auto table = PackTable::open(*block);
  expect(table.has_value());
  for (const BadPackage& bad : pack->packages) {
    expect(table->find(bad.ecosystem, bad.name).count > 0);
    for (const std::string& integrity : bad.integrity) {
      bool found = false;
      table->find_integrity(integrity, [&](std::uint32_t) { found = true; });
      expect(found);
    }
  }
  IncidentPack again = table->materialise(0);
  sort_packages(*pack);
  sort_packages(again);
  expect(again == *pack);
}

void check_block(std::string_view block) {
  const auto table = PackTable::open(block);
  if (!table) return;
  for (std::uint32_t i = 0; i < table->count(layout::packs); ++i) table->materialise(i);
  table->find("npm", "example-package");
  table->find_integrity("sha1-JVNknyMiBJZmhxzqgKXQ1q3HAMo=", [](std::uint32_t) {});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_pack(text);
  check_block(text);
  return 0;
}
