// What registries say of packages, and what is concluded of two of its releases.
#include <cstdint>
#include <string>
#include <string_view>

#include "change/metadata_facts.h"
#include "change/packument.h"
#include "check_document.h"

using namespace cordon;
using fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Limits limits;
  limits.entries = 100'000;
  const auto packument = change::read_packument(std::string(text), limits);
  if (!packument) return 0;
  expect(!packument->name.empty());
  bool some_trust = false;
  for (const auto& [version, release] : packument->releases) {
    some_trust = some_trust || release.trust != change::PublishTrust::none;
    expect(!release.published || !packument->created || *release.published >= *packument->created ||
           text.find("created") != std::string_view::npos);
    const std::string& first = packument->releases.begin()->first;
    const change::PublicationFacts facts = change::publication_facts(*packument, version, first);
    expect(facts.trust_lost.empty() || packument->says_trust);
    expect(!facts.quiet_days || *facts.quiet_days >= 0);
    change::hours_before(*packument, *packument, version);
    expect(change::shares_publisher(*packument, version, *packument, first).value_or(true) ||
           !release.publisher.empty());
  }
  expect(some_trust == packument->says_trust);
  return 0;
}
