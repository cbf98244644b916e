#include "app/fix_mend.h"

#include <gtest/gtest.h>

#include "app/hunt.h"

namespace cordon::app {
namespace {

const FixedClock kClock(1'774'915'200);

struct Case {
  model::Inventory lockfile;
  KnownMalware bad{"tool", "1.0.1", "said by somebody", {0}};
  std::vector<std::string> not_taken;
  std::vector<Candidate> candidates, witnesses;
  bool is_vulnerable = false;
  std::vector<std::string> packages{"tool@1.0.1"};

  Case() {
    lockfile.path = "lock";
    lockfile.components.emplace_back();
    lockfile.components[0].id = "lock#node_modules/tool";
    lockfile.components[0].integrity = {"sha512-bad"};
    Candidate cached;
    cached.release.version = "1.0.0";
    cached.release.integrity = "sha512-good";
    cached.release.fields_known = true;
    cached.source = SourceKind::cache;
    cached.evidence = "~/.npm";
    candidates = {cached};
  }

  model::Mend mend() const {
    intel::KnowledgeOptions known;
    known.embedded = false;
    known.added = {*pack_of(packages, kClock)};
    const intel::Knowledge knowledge = *intel::Knowledge::load(known);
    return mend_of({&lockfile, &bad, &not_taken, &knowledge, true, &lockfile, is_vulnerable, &candidates, &witnesses},
                   candidates.front());
  }
};

TEST(FixMend, SaysWhoseWordItIs) {
  Case one;
  EXPECT_EQ(one.mend().why, "named with --package");
  one.packages = {"other@1.0.0"};
  EXPECT_EQ(one.mend().why, "said by somebody");
  EXPECT_EQ(one.mend().instances, std::vector<std::string>{"node_modules/tool"});
}

TEST(FixMend, DoubtsWhatOnlyACacheKnows) {
  Case one;
  ASSERT_EQ(one.mend().notes.size(), 1u);
  EXPECT_NE(one.mend().notes[0].find("can have written"), std::string::npos);
  one.is_vulnerable = true;
  EXPECT_TRUE(one.mend().notes.empty());
  one.is_vulnerable = false;
  one.witnesses = one.candidates;
  one.witnesses[0].source = SourceKind::named;
  one.witnesses[0].evidence = "seen in /app on 2026-03-28";
  EXPECT_TRUE(one.mend().notes.empty());
  one.witnesses.clear();
  one.candidates.push_back(one.candidates.front());
  one.candidates.back().source = SourceKind::named;
  one.candidates.back().evidence = "old.json:3";
  EXPECT_TRUE(one.mend().notes.empty());
  EXPECT_EQ(one.mend().evidence, (std::vector<std::string>{"~/.npm", "old.json:3"}));
  one.candidates.back().release.integrity = "sha512-other";
  EXPECT_EQ(one.mend().evidence.size(), 1u);
}

TEST(FixMend, SaysThatItGoesForward) {
  Case one;
  one.candidates[0].source = SourceKind::named;
  EXPECT_TRUE(one.mend().notes.empty());
  one.candidates[0].release.version = "1.0.2";
  ASSERT_EQ(one.mend().notes.size(), 1u);
  EXPECT_TRUE(one.mend().notes[0].starts_with("forward to 1.0.2"));
  one.is_vulnerable = true;
  EXPECT_TRUE(one.mend().notes.empty());
}

TEST(FixMend, TellsWhatIsLeftToDoAndToDoubt) {
  Case one;
  one.lockfile.components[0].name = "tool";
  one.lockfile.components[0].version = "1.0.1";  // also what is installed
  one.candidates[0].release.integrity.clear();
  one.candidates[0].release.fields_known = false;
  one.candidates[0].source = SourceKind::named;
  one.not_taken = {"tool 0.9.0 is another major version"};
  EXPECT_EQ(one.mend().notes.size(), 4u);
}

TEST(FixMend, HelpsWithWhatWasNotTried) {
  EXPECT_NE(help_without_source(false, false).find("--online"), std::string::npos);
  EXPECT_EQ(help_without_source(false, true).find("--online"), std::string::npos);
  EXPECT_NE(help_without_source(true, true), help_without_source(false, true));
}

}  // namespace
}  // namespace cordon::app
