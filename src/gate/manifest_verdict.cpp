#include "gate/manifest_verdict.h"

#include "base/text.h"

namespace cordon::gate {
namespace {

constexpr std::size_t kMostShown = 120;

bool blocks(inspect::ManifestField field) {
  using inspect::ManifestField;
  return field == ManifestField::name || field == ManifestField::version || field == ManifestField::script;
}

std::string shown(std::string_view text) {
  return text.empty() ? "nothing" : "'" + text::visible(text, kMostShown) + "'";
}

std::string sentence_of(const inspect::ManifestDifference& one) {
  std::string what(to_string(one.field));
  if (!one.key.empty()) what += " " + text::visible(one.key, kMostShown);
  return what + ": the registry says " + shown(one.told) + ", the archive " + shown(one.found);
}

}  // namespace

Examined manifest_verdict(std::span<const inspect::ManifestDifference> differences) {
  const inspect::ManifestDifference* strongest = nullptr;
  for (const inspect::ManifestDifference& one : differences) {
    // npm runs the scripts that the registry shows; what else the archive has not cannot do anything.
    if (one.found.empty() && one.field != inspect::ManifestField::script) continue;
    if (strongest == nullptr || (blocks(one.field) && !blocks(strongest->field))) strongest = &one;
  }
  if (strongest == nullptr) return {};
  return {blocks(strongest->field), "manifest-confusion",
          "its archive holds another manifest than its registry shows: " + sentence_of(*strongest)};
}

}  // namespace cordon::gate
