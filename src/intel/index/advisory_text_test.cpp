#include "intel/index/advisory_text.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

Advisory example() {
  Advisory advisory;
  advisory.id = "MAL-2026-1";
  advisory.aliases = {"GHSA-2222-2222-2222"};
  advisory.affected = {
      {"npm", "evil", {}, {}, false}, {"npm", "evil-twin", {}, {}, false}, {"npm", "a", {}, {}, false}};
  return advisory;
}

Advisory round_trip(const Advisory& advisory) {
  Advisory out = advisory;
  out.summary.clear();
  out.details.clear();
  out.references.clear();
  const auto done = unpack_text(pack_text(advisory), out);
  EXPECT_TRUE(done) << done.error().describe();
  return out;
}

TEST(AdvisoryText, ComesBackAsItWas) {
  Advisory advisory = example();
  advisory.summary = "Malicious code in evil (npm), evil-twin and a";
  advisory.details =
      "MAL-2026-1 evilevil\x01 \x02 GHSA-2222-2222-2222 \x01"
      "0 \xff";
  advisory.references = {{"WEB", "https://example.test/evil/GHSA-2222-2222-2222"}, {"", ""}};
  EXPECT_EQ(round_trip(advisory), advisory);
  EXPECT_EQ(round_trip(example()), example());
}

TEST(AdvisoryText, RecordsThatDifferInTheirNamesOnlyGiveTheSameBytes) {
  Advisory one = example(), other = example();
  one.summary = "Malicious code in evil-twin (npm)";
  other.affected[1].name = "rude-twin";
  other.summary = "Malicious code in rude-twin (npm)";
  EXPECT_EQ(pack_text(one), pack_text(other));
}

TEST(AdvisoryText, DigestsOfSourcesAreLeftOutAndNothingElse) {
  const std::string digest(64, 'a');
  Advisory advisory = example();
  advisory.details = "x\n## Source: ghsa (" + digest + ")\nsha256 (" + digest + ")\n## Source: b (abc)\n## Source: ";
  EXPECT_EQ(round_trip(advisory).details,
            "x\n## Source: ghsa\nsha256 (" + digest + ")\n## Source: b (abc)\n## Source: ");
}

TEST(AdvisoryText, DamagedTextsAreRefused) {
  Advisory advisory = example();
  advisory.summary = "Malicious code in evil";
  advisory.references = {{"WEB", "https://example.test"}};
  const std::string packed = pack_text(advisory);
  for (std::size_t length = 0; length < packed.size(); ++length) {
    Advisory out = example();
    EXPECT_FALSE(unpack_text(std::string_view(packed).substr(0, length), out)) << length;
  }
  Advisory out = example();
  EXPECT_FALSE(unpack_text(std::string_view("\x02\x01~\x00\x00", 5), out));  // a word that is not there
  EXPECT_FALSE(unpack_text(std::string_view("\x01\x01\x00\x00", 4), out));   // ends inside a word
}

}  // namespace
}  // namespace cordon::intel
