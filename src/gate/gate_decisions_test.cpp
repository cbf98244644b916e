// What a gate decides over time: with waivers, other options, registries that say something else than before.
#include <algorithm>

#include "base/sha1.h"
#include "gate/ledger.h"
#include "gate/testing.h"
#include "intel/test_pack.h"

namespace cordon::gate {
namespace {

using net::body_of;
using net::header_of;
using net::status_of;

constexpr std::int64_t kDay = 86'400;
constexpr std::string_view kArchive = "/left/-/left-1.0.0.tgz";

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

class GateDecisions : public GateTest {
 protected:
  Ledger ledger() { return Ledger::open(folder_ / "ledger.db").value(); }

  void waive(const std::string& name, const std::string& rule) {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(ledger().add_waiver({0, name, "", rule, "me", "because", "2999-01-01"}));
  }

  // The registry says nothing of what the archive of left should be.
  void state_no_digest() {
    std::string& text = fetcher_.answers[std::string(kBase) + "left"].body;
    const std::size_t integrity = text.find(",\"integrity\"");
    text.erase(integrity, text.find('}', integrity) - integrity);
  }

  // The gate as it comes up again, in another mind perhaps.
  void reopen() {
    gate_.reset();
    open();
  }

  std::vector<StoredDecision> decisions(const std::string& name) { return ledger().decisions(name, 100).value(); }
};

TEST_F(GateDecisions, AWaiverLiftsItsOwnRuleAndNoOther) {
  publish("left", {{"1.0.0", 3'600, "new", ""}});
  state_no_digest();
  waive("left", "no-digest");
  open();
  const std::string young = get(kArchive);
  EXPECT_EQ(status_of(young), 403u);
  EXPECT_TRUE(has(young, "minimum-age")) << young;
  gate_.reset();
  waive("left", "minimum-age");
  open();
  EXPECT_EQ(status_of(get(kArchive)), 200u);
  const auto written = decisions("left");
  ASSERT_FALSE(written.empty());
  EXPECT_FALSE(written.front().held);
  EXPECT_EQ(written.front().rule, "no-digest");
  EXPECT_TRUE(has(written.front().reason, "waived (")) << written.front().reason;
}

TEST_F(GateDecisions, AWaiverLiftsWhatAnArchiveWasFoundToDoAtOnce) {
  publish("left", {{"1.0.0", 90 * kDay, "bad", ""}});
  examiner_.found["left@1.0.0"] = {true, "inspect.download-and-run", "it does"};
  waive("left", "inspect.download-and-run");
  open();
  EXPECT_EQ(status_of(get(kArchive)), 200u);
  EXPECT_EQ(decisions("left").front().reason, "waived: it does");
  examiner_.found["left@1.0.0"] = {true, "inspect.worm", "it does"};
  std::filesystem::remove_all(folder_);
  waive("left", "inspect.download-and-run");
  reopen();
  EXPECT_EQ(status_of(get(kArchive)), 403u);
}

TEST_F(GateDecisions, AClientsDocumentLivesNoLongerThanItWouldBeSaidAgain) {
  publish("left", {{"1.0.0", 90 * kDay, "old", "\"scripts\":{\"install\":\"node x.js\"},"}, {"1.1.0", 60, "new", ""}});
  options_.observe = true;
  open();
  const std::string seen = header_of(get("/left"), "ETag");
  options_.observe = false;
  reopen();
  const std::string again = get("/left", "User-Agent: npm/11.0.0\r\nIf-None-Match: " + seen + "\r\n");
  EXPECT_EQ(status_of(again), 200u);
  const std::string held = header_of(again, "ETag");
  options_.withhold_scripts = true;
  reopen();
  const std::string without = get("/left", "User-Agent: npm/11.0.0\r\nIf-None-Match: " + held + "\r\n");
  EXPECT_EQ(status_of(without), 200u);
  reopen();
  EXPECT_EQ(status_of(get("/left", "User-Agent: npm/11.0.0\r\nIf-None-Match: " + header_of(without, "ETag") + "\r\n")),
            304u);
}

TEST_F(GateDecisions, WhatARegistrySaysByAnotherAlgorithmIsHeldAgainstTheBytes) {
  const auto publish_with_sha1 = [&](const std::string& bytes) {
    publish("left", {{"1.0.0", 90 * kDay, bytes, ""}}, "\"1\"");
    std::string& text = fetcher_.answers[std::string(kBase) + "left"].body;
    const std::string stated = "\"integrity\":\"" + sri_of(bytes) + "\"";
    text.replace(text.find(stated), stated.size(), "\"shasum\":\"" + sha1_hex(bytes) + "\"");
  };
  options_.fresh_seconds = 0;
  publish_with_sha1("old");
  open();
  EXPECT_EQ(status_of(get(kArchive)), 200u);
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}}, "\"2\"");
  EXPECT_EQ(status_of(get(kArchive)), 200u);
  publish("left", {{"1.0.0", 90 * kDay, "other", ""}}, "\"3\"");
  for (int times = 0; times < 2; ++times) {
    const std::string changed = get(kArchive);
    EXPECT_EQ(status_of(changed), 403u);
    EXPECT_TRUE(has(changed, "content-changed")) << changed;
  }
}

TEST_F(GateDecisions, AnArchiveThatWasRefusedMayBePublishedAnew) {
  publish("left", {{"1.0.0", 90 * kDay, "bad", ""}});
  examiner_.found["left@1.0.0"] = {true, "inspect.worm", "it does"};
  options_.fresh_seconds = 0;
  open();
  EXPECT_EQ(status_of(get(kArchive)), 403u);
  examiner_.found.clear();
  publish("left", {{"1.0.0", 90 * kDay, "good", ""}}, "\"2\"");
  EXPECT_EQ(status_of(get(kArchive)), 200u);
  publish("left", {{"1.0.0", 90 * kDay, "other", ""}}, "\"3\"");
  const std::string changed = get(kArchive);
  EXPECT_EQ(status_of(changed), 403u);
  EXPECT_TRUE(has(changed, "content-changed")) << changed;
}

TEST_F(GateDecisions, WithoutADigestOtherBytesAreHeldToo) {
  publish("left", {{"1.0.0", 90 * kDay, "first", ""}});
  state_no_digest();
  waive("left", "no-digest");
  open();
  const std::string first = get(kArchive);
  EXPECT_EQ(status_of(first), 200u);
  EXPECT_EQ(header_of(first, "ETag"), "\"" + sri_of("first") + "\"");
  gate_.reset();
  std::filesystem::remove_all(folder_ / "archives");
  fetcher_.answers[archive_address("left", "1.0.0")].body = "second";
  open();
  for (int times = 0; times < 2; ++times) {
    const std::string changed = get(kArchive);
    EXPECT_EQ(status_of(changed), 403u);
    EXPECT_TRUE(has(changed, "content-changed")) << changed;
  }
}

TEST_F(GateDecisions, AReleaseOfAMomentAgoIsAskedForBeforeItIsDenied) {
  options_.minimum_age_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  EXPECT_EQ(status_of(get("/left/1.0.1")), 404u);
  gate_.reset();
  {
    Ledger remembered = ledger();
    auto document = remembered.document(kBase, "left").value();
    document->fetched -= 60;
    ASSERT_TRUE(remembered.keep_document(kBase, "left", *document));
  }
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.0.1", 0, "fix", ""}}, "\"2\"");
  open();
  EXPECT_EQ(status_of(get("/left/1.0.0")), 200u);
  EXPECT_EQ(status_of(get("/left/-/left-1.0.1.tgz")), 200u);
  EXPECT_EQ(status_of(get("/left/1.0.1")), 200u);
}

// An old document says nothing of what came since: who is told that it is not there does not ask again.
TEST_F(GateDecisions, WhileTheRegistryDoesNotAnswerNothingIsDenied) {
  options_.minimum_age_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  gate_.reset();
  {
    Ledger remembered = ledger();
    auto document = remembered.document(kBase, "left").value();
    document->fetched -= 3'600;
    ASSERT_TRUE(remembered.keep_document(kBase, "left", *document));
  }
  fetcher_.answers[std::string(kBase) + "left"] = {{}, {}, ErrorCode::unavailable, true};
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  EXPECT_EQ(status_of(get("/left/-/left-1.0.1.tgz")), 503u);
  EXPECT_EQ(status_of(get("/left/1.0.1")), 503u);
  // What stands in does so for a while, without the registry's being asked each time.
  const std::size_t asked = fetcher_.asked.size();
  EXPECT_EQ(status_of(get("/left")), 200u);
  EXPECT_EQ(fetcher_.asked.size(), asked);
}

TEST_F(GateDecisions, ADocumentOfATimeThatIsStillToComeIsAskedForAgain) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  gate_.reset();
  {
    Ledger remembered = ledger();
    auto document = remembered.document(kBase, "left").value();
    document->fetched += 365 * kDay;
    ASSERT_TRUE(remembered.keep_document(kBase, "left", *document));
  }
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.0.1", 80 * kDay, "next", ""}}, "\"2\"");
  open();
  EXPECT_TRUE(has(body_of(get("/left")), "1.0.1"));
}

TEST_F(GateDecisions, OneBrokenPackageSaysNothingOfTheOthers) {
  options_.fresh_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  publish("right", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  ASSERT_EQ(status_of(get("/right")), 200u);
  fetcher_.answers[std::string(kBase) + "left"] = {{}, {}, ErrorCode::unavailable, true};
  EXPECT_EQ(status_of(get("/left")), 200u);
  const std::size_t asked = fetcher_.asked.size();
  EXPECT_EQ(status_of(get("/right")), 200u);
  EXPECT_EQ(fetcher_.asked.size(), asked + 1);
}

TEST_F(GateDecisions, TheSameRefusalIsWrittenDownOnceAMinute) {
  publish("left", {{"1.0.0", 3'600, "new", ""}});
  open();
  for (int times = 0; times < 20; ++times) EXPECT_EQ(status_of(get(kArchive)), 403u);
  EXPECT_EQ(status_of(get(kArchive, "User-Agent: pnpm/10.0.0\r\n")), 403u);
  gate_.reset();
  const auto written = decisions("left");
  EXPECT_EQ(std::ranges::count(written, "npm", &StoredDecision::client), 1);
  EXPECT_EQ(std::ranges::count(written, "pnpm", &StoredDecision::client), 1);
}

TEST_F(GateDecisions, KnowledgeThatIsNewHoldsAtOnce) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get(kArchive)), 200u);
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.pack_files.push_back(
      {"new.yaml", intel::test_pack("  - {ecosystem: npm, name: left, versions: [\"1.0.0\"]}\n")});
  auto loaded = intel::Knowledge::load(known);
  ASSERT_TRUE(loaded) << loaded.error().describe();
  gate_->use(std::make_shared<const intel::Knowledge>(std::move(*loaded)));
  const std::string answer = get(kArchive);
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(answer, "known-malware")) << answer;
}

TEST_F(GateDecisions, OtherNamesThanLoopbacksAreNotItsOwn) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  for (const auto& [head, status] : {std::pair{"Host: evil.example.test\r\n", 421u},
                                     std::pair{"Host: localhost\r\nOrigin: https://evil.example.test\r\n", 421u},
                                     std::pair{"Host: localhost\r\n", 200u}}) {
    net::TestClient client(gate_->port());
    client.say(std::string("GET /left HTTP/1.1\r\n") + head + "Connection: close\r\n\r\n");
    EXPECT_EQ(status_of(client.hear()), status) << head;
  }
}

TEST_F(GateDecisions, PublishingDoesNotPass) {
  open();
  net::TestClient client(gate_->port());
  client.say("PUT /left HTTP/1.1\r\nHost: gate.localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_EQ(status_of(client.hear()), 403u);
  EXPECT_TRUE(fetcher_.asked.empty());
}

TEST_F(GateDecisions, ANameThatIsPrivateIsAskedOfTheRegistryOfItsScope) {
  options_.settings.declared_private.scopes = {"@acme"};
  options_.upstreams.push_back({"@acme", "https://packages.example.test/", "", false, true});
  options_.upstreams.back().registry.class_ = model::RegistryClass::unknown;
  open();
  EXPECT_EQ(status_of(get("/@acme%2ftool")), 404u);
  EXPECT_EQ(fetcher_.asked.size(), 1u);
}

}  // namespace
}  // namespace cordon::gate
