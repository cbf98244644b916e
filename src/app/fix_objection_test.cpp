#include "app/fix_objection.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

// Base64 of 64 bytes.
std::string digest(char c) { return "sha512-" + std::string(85, c) + "A=="; }

Candidate candidate(const std::string& version, SourceKind source, const std::string& evidence = "old.json:1") {
  Candidate out;
  out.release.name = "tool";
  out.release.version = version;
  out.release.integrity = digest('A');
  out.release.resolved = "https://registry.example.test/tool/-/tool-" + version + ".tgz";
  out.evidence = evidence;
  out.source = source;
  return out;
}

BadPlace place() {
  BadPlace out;
  out.name = "tool";
  out.version = "1.5.1";
  out.resolved = "https://registry.example.test/tool/-/tool-1.5.1.tgz";
  out.integrity = {digest('B')};
  out.ranges = {"^1.4.0"};
  return out;
}

std::string why(const Candidate& candidate, const BadPlace& place, const std::vector<Candidate>& all = {}) {
  return objection(candidate, place, all, model::Registries()).value_or("");
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(FixObjection, CrossesAMajorVersionOnlyToThePacksLastGood) {
  for (const SourceKind source :
       {SourceKind::named, SourceKind::history, SourceKind::installed, SourceKind::cache, SourceKind::same})
    EXPECT_TRUE(has(why(candidate("0.9.0", source), place()), "another major version"));
  BadPlace preferring = place();
  preferring.preferred = "0.9.0";
  EXPECT_EQ(why(candidate("0.9.0", SourceKind::named), preferring), "");
  EXPECT_EQ(why(candidate("0.9.0", SourceKind::cache), preferring), "");
  EXPECT_NE(why(candidate("0.9.0", SourceKind::same), preferring), "");
}

TEST(FixObjection, CrossesAMajorVersionToWhatStoodThereWhereNoPackKnows) {
  BadPlace there = place();
  there.instance = "node_modules/tool";
  Candidate older = candidate("0.9.0", SourceKind::history);
  older.instance = "node_modules/a/node_modules/tool";
  EXPECT_TRUE(has(why(older, there), "another major version"));
  older.instance = there.instance;
  EXPECT_EQ(why(older, there), "");
  there.preferred = "1.4.0";
  EXPECT_TRUE(has(why(older, there), "another major version"));
  there.preferred.clear();
  older.source = SourceKind::installed;
  EXPECT_TRUE(has(why(older, there), "another major version"));
}

TEST(FixObjection, TakesNoArchiveOfAnotherRelease) {
  Candidate lying = candidate("1.4.0", SourceKind::named);
  lying.release.resolved = "https://registry.example.test/evil/-/evil-6.6.6.tgz";
  EXPECT_EQ(why(lying, place()), "is fetched from the address of evil 6.6.6");
  EXPECT_TRUE(has(objection_to_added(lying, place(), {}, model::Registries()).value_or(""), "evil 6.6.6"));
  lying.release.resolved = "https://registry.example.test/tool/-/tool-1.3.0.tgz";
  EXPECT_EQ(why(lying, place()), "is fetched from the address of version 1.3.0");
  lying.release.resolved = "https://registry.example.test/anything.tgz";
  EXPECT_TRUE(has(why(lying, place()), "no address of an archive of tool"));
}

TEST(FixObjection, TakesOfTheSameLockfileOnlyWhatIsAskedForThere) {
  EXPECT_EQ(why(candidate("1.4.0", SourceKind::same), place()), "");
  EXPECT_TRUE(has(why(candidate("1.3.0", SourceKind::same), place()), "^1.4.0"));
  EXPECT_EQ(why(candidate("1.3.0", SourceKind::cache), place()), "");
}

TEST(FixObjection, DoesNotBelieveWhatTheBadReleaseCanHaveWritten) {
  BadPlace doubted = place();
  doubted.doubt = "tool 1.5.1 was installed there";
  EXPECT_TRUE(has(why(candidate("1.4.0", SourceKind::installed), doubted), "was installed there"));
  EXPECT_EQ(why(candidate("1.4.0", SourceKind::installed), place()), "");
  EXPECT_EQ(why(candidate("1.4.0", SourceKind::named), doubted), "");
}

TEST(FixObjection, WantsADigestThatIsNoWeaker) {
  Candidate weak = candidate("1.4.0", SourceKind::named);
  weak.release.integrity = "sha1-eHh4eHh4eHh4eHh4eHh4eHh4eHg=";
  EXPECT_TRUE(has(why(weak, place()), "weaker digest"));
  weak.release.integrity.clear();
  EXPECT_TRUE(has(why(weak, place()), "no digest"));
  BadPlace without = place();
  without.integrity.clear();
  EXPECT_EQ(why(weak, without), "");
}

TEST(FixObjection, WantsTheSameRegistry) {
  const auto from = [](const std::string& address, const std::string& before) {
    Candidate other = candidate("1.4.0", SourceKind::named);
    other.release.resolved = address;
    BadPlace bad = place();
    bad.resolved = before;
    return why(other, bad);
  };
  const std::string good = "https://registry.example.test/tool-1.5.1.tgz";
  EXPECT_EQ(from("https://user:secret@REGISTRY.example.test/elsewhere/tool.tgz", good), "");
  EXPECT_EQ(from("https://registry.example.test/tool.tgz", "http://registry.example.test/tool-1.5.1.tgz"), "");
  for (const char* address :
       {"http://registry.example.test/tool.tgz", "https://evil.example.test/tool.tgz",
        "https://registry.example.test:8443/tool.tgz", "git+ssh://git@registry.example.test/tool.git#aaaa",
        "file:tool.tgz", "https://evil.example.test/@registry.example.test/tool.tgz"})
    EXPECT_TRUE(has(from(address, good), "another place")) << address;
  EXPECT_NE(from("https://evil.example.test/tool.tgz", ""), "");
  EXPECT_EQ(from("", good), "");
  EXPECT_EQ(from("tool-1.4.0.tgz", "tool-1.5.1.tgz"), "");
  EXPECT_FALSE(has(from("https://user:secret@evil.example.test/tool.tgz", good), "secret"));
}

TEST(FixObjection, LeadsFromAPublicRegistryToADeclaredOneByTheUsersWord) {
  model::Registries registries;
  registries.add({"registry.example.test", "npm", model::RegistryClass::public_});
  registries.declare_private({{"npm.acme.example.test"}, {}, {"tool"}});
  Candidate own = candidate("1.4.0", SourceKind::named);
  own.release.resolved = "https://npm.acme.example.test/tool/-/tool-1.4.0.tgz";
  const auto refused = [&](const Candidate& each, const BadPlace& bad) {
    return has(objection(each, bad, {}, registries).value_or(""), "another place");
  };
  EXPECT_FALSE(refused(own, place()));
  BadPlace high = place();
  high.version = "99.0.0";
  high.resolved = "https://registry.example.test/tool/-/tool-99.0.0.tgz";
  EXPECT_EQ(objection(own, high, {}, registries), std::nullopt);
  Candidate cached = own;
  cached.source = SourceKind::cache;
  EXPECT_TRUE(refused(cached, place()));
  Candidate plain = own;
  plain.release.resolved = "http://npm.acme.example.test/tool/-/tool-1.4.0.tgz";
  EXPECT_TRUE(refused(plain, place()));
  // The name is declared; the host is nobody's.
  Candidate elsewhere = own;
  elsewhere.release.resolved = "https://evil.example.test/tool/-/tool-1.4.0.tgz";
  EXPECT_TRUE(refused(elsewhere, place()));
  BadPlace unknown = place();
  unknown.resolved = "https://other.example.test/tool/-/tool-1.5.1.tgz";
  EXPECT_TRUE(refused(own, unknown));
}

TEST(FixObjection, TakesNoneOfTwoThatContradictEachOther) {
  Candidate other = candidate("1.4.0", SourceKind::cache, "the cache");
  const Candidate own = candidate("1.4.0", SourceKind::named);
  EXPECT_EQ(why(own, place(), {own, other}), "");
  other.release.integrity = digest('C');
  EXPECT_EQ(why(own, place(), {own, other}), "has another digest in the cache");
  other.release.version = "1.3.0";
  EXPECT_EQ(why(own, place(), {own, other}), "");
  // What is not believed contradicts nobody.
  other.release.version = "1.4.0";
  other.source = SourceKind::installed;
  BadPlace doubted = place();
  doubted.doubt = "it was installed there";
  EXPECT_EQ(why(own, doubted, {own, other}), "");
}

TEST(FixObjection, LetsTheInfectedLockfileVetoNoOlderOne) {
  const Candidate own = candidate("1.4.0", SourceKind::named), cached = candidate("1.4.0", SourceKind::cache);
  Candidate same = candidate("1.4.0", SourceKind::same, "lock.json:9");
  same.release.integrity = digest('C');
  EXPECT_EQ(why(own, place(), {own, same}), "");
  EXPECT_EQ(why(candidate("1.4.0", SourceKind::history), place(), {own, same}), "");
  EXPECT_TRUE(has(why(same, place(), {own, same}), "another digest"));
  EXPECT_TRUE(has(why(cached, place(), {cached, same}), "another digest"));
}

TEST(FixObjection, KnowsADisputedWayBack) {
  const Candidate one = candidate("1.4.0", SourceKind::named);
  Candidate other = candidate("1.4.0", SourceKind::named, "other.json:1");
  EXPECT_FALSE(is_disputed_way_back(one, place(), {one, other}));
  other.release.integrity = digest('C');
  EXPECT_TRUE(is_disputed_way_back(one, place(), {one, other}));
  other.source = SourceKind::cache;
  EXPECT_FALSE(is_disputed_way_back(one, place(), {one, other}));
}

TEST(FixObjection, GoesForwardOnlyToWhatIsOldEnough) {
  BadPlace dated = place();
  dated.published_before = 1'000;
  const auto of = [&](const std::string& version, SourceKind source, std::int64_t published, std::int64_t seen = 0) {
    Candidate out = candidate(version, source);
    out.release.published = published;
    out.release.seen = seen;
    return why(out, dated);
  };
  for (const std::int64_t published : {0, 999, 1'001}) EXPECT_EQ(of("1.5.0", SourceKind::cache, published), "");
  EXPECT_EQ(of("1.5.0", SourceKind::cache, 0, 1'001), "");  // fetched when the bad one was there already
  EXPECT_TRUE(has(of("1.5.2", SourceKind::cache, 1'001, 1'001), "too new"));
  EXPECT_TRUE(has(of("1.5.2", SourceKind::cache, 0), "nobody knows when"));
  EXPECT_TRUE(has(of("1.5.2", SourceKind::cache, 0, 1'001), "was seen on 1970-01-01"));
  EXPECT_FALSE(has(of("1.5.2", SourceKind::cache, 0, 1'001), "too new"));
  EXPECT_EQ(of("1.5.2", SourceKind::cache, 0, 999), "");
  EXPECT_EQ(of("1.5.2", SourceKind::cache, 999), "");
  EXPECT_EQ(of("1.5.2", SourceKind::named, 0), "");
  EXPECT_EQ(of("1.5.2", SourceKind::history, 0), "");
  dated.published_before = 0;
  EXPECT_EQ(of("1.5.2", SourceKind::cache, 0), "");
}

TEST(FixObjection, GoesForwardWithinTheLockfileOnlyWhereSomebodyElseKnowsTheAge) {
  BadPlace dated = place();
  dated.published_before = 1'000;
  for (const SourceKind source : {SourceKind::same, SourceKind::installed}) {
    const Candidate own = candidate("1.5.2", source);
    EXPECT_TRUE(has(why(own, dated, {own}), "nobody knows when"));
    Candidate document = candidate("1.5.2", SourceKind::registry, "the registry");
    document.release.published = 999;
    EXPECT_EQ(why(own, dated, {own, document}), "");
    document.release.published = 1'001;
    EXPECT_TRUE(has(why(own, dated, {own, document}), "too new"));
    EXPECT_EQ(why(own, dated, {own, candidate("1.5.2", SourceKind::history)}), "");
    EXPECT_NE(why(own, dated, {own, candidate("1.5.2", SourceKind::seen)}), "");
  }
}

TEST(FixObjection, AddsOnlyWhatIsAskedForAndOfKnownAge) {
  BadPlace needing = place();
  needing.published_before = 1'000;
  const auto of = [&](const std::string& version, SourceKind source, std::int64_t published) {
    Candidate out = candidate(version, source);
    out.release.published = published;
    return objection_to_added(out, needing, {}, model::Registries()).value_or("");
  };
  for (const SourceKind source : {SourceKind::named, SourceKind::history, SourceKind::same})
    EXPECT_EQ(of("1.4.2", source, 0), "");
  EXPECT_EQ(of("1.4.2", SourceKind::cache, 999), "");
  EXPECT_TRUE(has(of("1.4.2", SourceKind::cache, 0), "--minimum-age 0"));
  EXPECT_TRUE(has(of("2.0.0", SourceKind::named, 0), "not what is asked for"));
  needing.doubt = "something ran";
  EXPECT_TRUE(has(of("1.4.2", SourceKind::installed, 0), "not believed"));
}

}  // namespace
}  // namespace cordon::app
