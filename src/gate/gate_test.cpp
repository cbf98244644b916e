#include "gate/gate.h"

#include <algorithm>

#include "archive/inflate.h"
#include "base/json.h"
#include "gate/testing.h"
#include "model/default_registry.h"

namespace cordon::gate {
namespace {

using net::body_of;
using net::header_of;
using net::status_of;

constexpr std::int64_t kDay = 86'400;

class GateDocuments : public GateTest {};
class GateArchives : public GateTest {};

bool has(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

TEST_F(GateDocuments, YoungVersionsAreHeldAndTheTagGoesBack) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  open();
  const std::string answer = get("/left", "User-Agent: pnpm/10.0.0\r\n");
  ASSERT_EQ(status_of(answer), 200u) << answer;
  const auto document = json::parse(std::string(body_of(answer)));
  ASSERT_TRUE(document);
  EXPECT_TRUE(has(body_of(answer), "\"latest\":\"1.0.0\""));
  EXPECT_FALSE(has(body_of(answer), "1.1.0"));
  EXPECT_TRUE(has(body_of(answer), "http://gate.localhost/left/-/left-1.0.0.tgz"));
}

TEST_F(GateDocuments, WhatADocumentWithholdsIsWrittenDownOnce) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  for (const bool observe : {false, true}) {
    options_.observe = observe;
    options_.fresh_seconds = 0;
    open();
    ASSERT_EQ(status_of(get("/left")), 200u);
    ASSERT_EQ(status_of(get("/left", "User-Agent: pnpm/10.0.0\r\n")), 200u);
    gate_.reset();
    const auto decisions = Ledger::open(folder_ / "ledger.db")->decisions("left", 10);
    ASSERT_TRUE(decisions);
    ASSERT_EQ(decisions->size(), observe ? 2u : 1u);
    EXPECT_EQ(decisions->front().version, "1.1.0");
    EXPECT_EQ(decisions->front().rule, kMinimumAge);
    EXPECT_EQ(decisions->front().held, !observe);
  }
}

TEST_F(GateDocuments, NpmIsToldWhyAndKeepsThePublicAddress) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  open();
  const std::string answer = get("/left");
  EXPECT_TRUE(has(body_of(answer), "policyRestrictions"));
  EXPECT_TRUE(has(body_of(answer), "minimum-age") || has(body_of(answer), "published 1 h ago"));
  EXPECT_FALSE(has(body_of(answer), "gate.localhost"));
}

TEST_F(GateDocuments, IsServedFromMemoryAndUnchangedWhereTheClientHasIt) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  const std::string first = get("/left"), second = get("/left");
  EXPECT_EQ(body_of(first), body_of(second));
  EXPECT_EQ(fetcher_.asked.size(), 1u);
  const std::string etag = header_of(first, "ETag");
  ASSERT_FALSE(etag.empty());
  const std::string third = get("/left", "User-Agent: npm/11.0.0\r\nIf-None-Match: " + etag + "\r\n");
  EXPECT_EQ(status_of(third), 304u);
  EXPECT_EQ(body_of(third), "");
  // Another client gets another document under another tag.
  EXPECT_EQ(status_of(get("/left", "User-Agent: pnpm/10.0.0\r\nIf-None-Match: " + etag + "\r\n")), 200u);
}

TEST_F(GateDocuments, IsPackedAsTheClientUnderstands) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  const std::string packed = get("/left", "User-Agent: npm/11.0.0\r\nAccept-Encoding: gzip, deflate\r\n");
  EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip");
  const auto text = archive::gunzip(body_of(packed), 1u << 20);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, body_of(get("/left")));
  EXPECT_EQ(header_of(get("/left", "User-Agent: pnpm/10.0.0\r\nAccept-Encoding: zstd,gzip\r\n"), "Content-Encoding"),
            "zstd");
}

TEST_F(GateDocuments, OneThatIsNoneIsNotPassedOn) {
  fetcher_.answers[std::string(kBase) + "page"] = {"<html>Sign in</html>", {}, {}, false};
  fetcher_.answers[std::string(kBase) + "other"] = {R"({"name":"another","versions":{}})", {}, {}, false};
  open();
  EXPECT_EQ(status_of(get("/page")), 502u);
  EXPECT_EQ(status_of(get("/other")), 502u);
  EXPECT_EQ(status_of(get("/nobody")), 404u);
}

TEST_F(GateDocuments, TheLastOneServesWhileTheRegistryDoesNotAnswer) {
  options_.fresh_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  fetcher_.answers[std::string(kBase) + "left"] = {{}, {}, ErrorCode::unavailable, true};
  EXPECT_EQ(status_of(get("/left")), 200u);
  fetcher_.answers[std::string(kBase) + "right"] = {{}, {}, ErrorCode::unavailable, true};
  const std::string answer = get("/right");
  EXPECT_EQ(status_of(answer), 503u);
  EXPECT_FALSE(header_of(answer, "Retry-After").empty());
}

TEST_F(GateDocuments, ARegistryThatDidNotAnswerIsNotAskedAgainAtOnceWhereOneCanStandIn) {
  options_.fresh_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  fetcher_.answers[std::string(kBase) + "left"] = {{}, {}, ErrorCode::timed_out, true};
  EXPECT_EQ(status_of(get("/left")), 200u);
  const std::size_t asked = fetcher_.asked.size();
  EXPECT_EQ(status_of(get("/left")), 200u);
  EXPECT_EQ(fetcher_.asked.size(), asked);
}

TEST_F(GateDocuments, APageIsForgottenAsSoonAsTheRegistryAnswersAgain) {
  fetcher_.answers[std::string(kBase) + "left"] = {"<html>Sign in</html>", {}, {}, false};
  std::vector<std::string> told;
  options_.tell = [&](const std::string& text) { told.push_back(text); };
  open();
  const std::string answer = get("/left");
  EXPECT_EQ(status_of(answer), 502u);
  EXPECT_TRUE(has(answer, kBase)) << answer;
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(has(told.front(), kBase)) << told.front();
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  EXPECT_EQ(status_of(get("/left")), 200u);
  gate_.reset();
}

TEST_F(GateDocuments, ARegistryThatRefusesIsNoRuleThatAWaiverLifts) {
  fetcher_.answers[std::string(kBase) + "denied"] = {{}, {}, ErrorCode::permission_denied, true};
  std::vector<std::string> told;
  options_.tell = [&](const std::string& text) { told.push_back(text); };
  open();
  const std::string answer = get("/denied");
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(answer, "no waiver helps")) << answer;
  EXPECT_EQ(told.size(), 1u);  // whoever runs the gate can give it another token
}

TEST_F(GateDocuments, OneThatTheDiskLostIsAskedForAgain) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "documents"))
    if (entry.path().filename() != "new") std::filesystem::remove_all(entry.path());
  // Another form of the same document, which is made of its text.
  EXPECT_EQ(status_of(get("/left", "User-Agent: pnpm/10.0.0\r\n")), 200u);
}

TEST_F(GateDocuments, OneOfEachPackageLiesOnTheDisk) {
  options_.fresh_seconds = 0;
  open();
  for (const char* etag : {"\"1\"", "\"2\"", "\"3\""}) {
    publish("left", {{"1.0.0", 90 * kDay, etag, ""}}, etag);
    ASSERT_EQ(status_of(get("/left")), 200u);
  }
  const auto files = std::filesystem::recursive_directory_iterator(folder_ / "documents");
  EXPECT_EQ(std::count_if(begin(files), end(files), [](const auto& one) { return one.is_regular_file(); }), 1);
}

TEST_F(GateDocuments, PrivateNamesDoNotLeaveTheHouse) {
  options_.settings.declared_private.scopes = {"@acme"};
  options_.settings.declared_private.names = {"acme-tools"};
  open();
  const std::string answer = get("/@acme%2fsecret");
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(body_of(answer), "private-name"));
  EXPECT_EQ(status_of(get("/acme-tools")), 403u);
  EXPECT_TRUE(fetcher_.asked.empty());
}

TEST_F(GateDocuments, AScopeGoesToItsOwnRegistry) {
  options_.upstreams.push_back({"@acme", "https://packages.example.test/npm/", "", false, false});
  fetcher_.answers["https://packages.example.test/npm/@acme%2ftool"] = {
      R"({"name":"@acme/tool","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"@acme/tool","version":"1.0.0","dist":{"tarball":"https://packages.example.test/npm/t.tgz","integrity":")" +
          sri_of("x") + R"("}}}})",
      {},
      {},
      false};
  open();
  // A registry of one's own need not say when a release was published.
  EXPECT_TRUE(has(get("/@acme%2ftool"), "http://gate.localhost/@acme/tool/-/tool-1.0.0.tgz"));
}

TEST_F(GateDocuments, AVersionThatIsPublishedUnderAnOldDateCountsFromWhenItWasSeen) {
  options_.fresh_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  ASSERT_EQ(status_of(get("/left")), 200u);
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.0.1", 80 * kDay, "new", ""}}, "\"2\"");
  const std::string answer = get("/left", "User-Agent: pnpm/10.0.0\r\n");
  EXPECT_FALSE(has(body_of(answer), "1.0.1")) << answer;
}

TEST_F(GateArchives, AreCheckedExaminedOnceAndServed) {
  publish("left", {{"1.0.0", 90 * kDay, std::string(100'000, 'x'), ""}});
  open();
  const std::string first = get("/left/-/left-1.0.0.tgz"), second = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(status_of(first), 200u) << first;
  EXPECT_EQ(body_of(first).size(), 100'000u);
  EXPECT_EQ(body_of(first), body_of(second));
  EXPECT_EQ(examiner_.asked, std::vector<std::string>{"left@1.0.0"});
  EXPECT_EQ(std::ranges::count(fetcher_.asked, archive_address("left", "1.0.0")), 1);
}

TEST_F(GateArchives, AreHeldWhileTheirReleaseIsYoung) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  open();
  const std::string answer = get("/left/-/left-1.1.0.tgz");
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(body_of(answer), "minimum-age"));
  EXPECT_TRUE(has(body_of(answer), "cordon gate explain"));
  EXPECT_EQ(std::ranges::count(fetcher_.asked, archive_address("left", "1.1.0")), 0);
}

TEST_F(GateArchives, WhatAnExaminationFindsHoldsTheReleaseFromThenOn) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 80 * kDay, "new", ""}});
  examiner_.found["left@1.1.0"] = {true, "download-and-run", "it fetches a program and starts it"};
  open();
  EXPECT_TRUE(has(body_of(get("/left")), "\"latest\":\"1.1.0\""));
  const std::string answer = get("/left/-/left-1.1.0.tgz");
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(body_of(answer), "download-and-run"));
  EXPECT_TRUE(has(body_of(get("/left", "User-Agent: pnpm/10.0.0\r\n")), "\"latest\":\"1.0.0\""));
  EXPECT_EQ(status_of(get("/left/-/left-1.1.0.tgz")), 403u);
  EXPECT_EQ(examiner_.asked.size(), 1u);
  // The next gate over the same folder knows it.
  gate_.reset();
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.1.0.tgz")), 403u);
  EXPECT_EQ(examiner_.asked.size(), 1u);
}

TEST_F(GateArchives, OtherBytesThanTheRegistryStatesAreNotPassedOn) {
  publish("left", {{"1.0.0", 90 * kDay, "what was published", ""}});
  fetcher_.answers[archive_address("left", "1.0.0")].body = "something else";
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 502u);
  EXPECT_TRUE(examiner_.asked.empty());
}

TEST_F(GateArchives, WhatTheDiskDoesNotTakeMayBeAskedForAgain) {
  publish("left", {{"1.0.0", 90 * kDay, "the archive", ""}});
  std::vector<std::string> told;
  options_.tell = [&](const std::string& text) { told.push_back(text); };
  open();
  const std::filesystem::path place = folder_ / "archives" / "new";
  std::filesystem::remove(place);
  std::ofstream(place) << "no folder";
  const std::string answer = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(status_of(answer), 503u) << answer;
  EXPECT_FALSE(header_of(answer, "Retry-After").empty());
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(has(told.front(), folder_.string())) << told.front();
  std::filesystem::remove(place);
  std::filesystem::create_directory(place);
  EXPECT_EQ(body_of(get("/left/-/left-1.0.0.tgz")), "the archive");
  gate_.reset();
}

TEST_F(GateArchives, WhatIsRefusedIsWrittenDownOnceForEachClient) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  publish("right", {{"1.0.0", 90 * kDay, "old", ""}});
  examiner_.found["right@1.0.0"] = {true, "download-and-run", "it fetches a program and starts it"};
  open();
  auto ledger = Ledger::open(folder_ / "ledger.db");
  ASSERT_TRUE(ledger);
  EXPECT_EQ(status_of(get("/left/-/left-1.1.0.tgz")), 403u);
  EXPECT_EQ(ledger->decisions("left", 10)->size(), 2u) << "left out of the document, and refused";
  EXPECT_EQ(status_of(get("/left/1.1.0")), 403u);
  EXPECT_EQ(ledger->decisions("left", 10)->size(), 2u) << "said a moment ago";
  EXPECT_EQ(status_of(get("/left/1.1.0", "User-Agent: pnpm/10.0.0\r\n")), 403u);
  EXPECT_EQ(ledger->decisions("left", 10)->size(), 3u);
  EXPECT_EQ(status_of(get("/right/-/right-1.0.0.tgz")), 403u);
  EXPECT_EQ(ledger->decisions("right", 10)->size(), 1u);
}

TEST_F(GateArchives, AReleaseThatChangesIsHeld) {
  options_.fresh_seconds = 0;
  publish("left", {{"1.0.0", 90 * kDay, "as it was", ""}});
  open();
  ASSERT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  publish("left", {{"1.0.0", 90 * kDay, "as it is now", ""}}, "\"2\"");
  const std::string answer = get("/left/-/left-1.0.0.tgz");
  EXPECT_EQ(status_of(answer), 403u);
  EXPECT_TRUE(has(body_of(answer), "content-changed"));
}

TEST_F(GateArchives, ADamagedFileIsFetchedAgain) {
  publish("left", {{"1.0.0", 90 * kDay, "the archive", ""}});
  open();
  ASSERT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  gate_.reset();
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "archives"))
    if (file.is_regular_file()) std::ofstream(file.path()) << "THE ARCHIVE";
  open();
  EXPECT_EQ(body_of(get("/left/-/left-1.0.0.tgz")), "the archive");
}

TEST_F(GateArchives, InObserveModeEverythingIsLetThrough) {
  options_.observe = true;
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.1.0.tgz")), 200u);
  EXPECT_TRUE(has(body_of(get("/left")), "\"latest\":\"1.1.0\""));
}

TEST_F(GateArchives, AWaiverLetsThroughWhatAnExaminationFound) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  examiner_.found["left@1.0.0"] = {true, "download-and-run", "it fetches a program and starts it"};
  open();
  ASSERT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 403u);
  auto ledger = Ledger::open(folder_ / "ledger.db");
  ASSERT_TRUE(ledger);
  ASSERT_TRUE(ledger->add_waiver({0, "left", "1.0.0", "another-rule", "kim", "why", "2999-01-01"}));
  gate_.reset();
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 403u);
  ASSERT_TRUE(ledger->add_waiver({0, "left", "1.0.0", "download-and-run", "kim", "why", "2999-01-01"}));
  gate_.reset();
  open();
  EXPECT_EQ(body_of(get("/left/-/left-1.0.0.tgz")), "old");
}

TEST_F(GateArchives, AreNotFetchedFromWhereverADocumentSays) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  auto& document = fetcher_.answers[std::string(kBase) + "left"].body;
  const std::string elsewhere = "https://192.0.2.7/inner/left-1.0.0.tgz", usual = archive_address("left", "1.0.0");
  document.replace(document.find(usual), usual.size(), elsewhere);
  fetcher_.answers[elsewhere] = {"old", {}, {}, false};
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 502u);
  EXPECT_EQ(std::ranges::count(fetcher_.asked, elsewhere), 0);
  gate_.reset();
  options_.redirect_hosts = {"192.0.2.7"};
  open();
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
}

TEST_F(GateArchives, ThePublicAddressOfAMirrorsDocumentMeansTheMirror) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  auto& document = fetcher_.answers[std::string(kBase) + "left"].body;
  const std::string usual = archive_address("left", "1.0.0");
  document.replace(document.find(usual), kBase.size(), model::default_registry("npm"));
  open();
  EXPECT_EQ(body_of(get("/left/-/left-1.0.0.tgz")), "old");
  EXPECT_EQ(std::ranges::count(fetcher_.asked, usual), 1);
}

TEST_F(GateArchives, UnknownFilesAreNotThere) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}});
  open();
  EXPECT_EQ(status_of(get("/left/-/left-9.9.9.tgz")), 404u);
  EXPECT_EQ(status_of(get("/left/-/../../secret.tgz")), 400u);
}

TEST_F(GateDocuments, TwoGatesDoNotShareAFolder) {
  open();
  const auto second = Gate::open(options_, nullptr, fetcher_, examiner_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
}

TEST_F(GateArchives, WhatHappensIsCountedAndWrittenDown) {
  publish("left", {{"1.0.0", 90 * kDay, "old", ""}, {"1.1.0", 3'600, "new", ""}});
  open();
  EXPECT_EQ(status_of(get("/left")), 200u);
  EXPECT_EQ(status_of(get("/left/-/left-1.0.0.tgz")), 200u);
  EXPECT_EQ(status_of(get("/left/-/left-1.1.0.tgz")), 403u);
  const std::string metrics = get("/-/cordon/metrics");
  EXPECT_TRUE(has(metrics, "cordon_gate_requests_total{route=\"tarball\",status=\"200\"} 1\n")) << metrics;
  EXPECT_TRUE(has(metrics, "cordon_gate_held_total{rule=\"minimum-age\"} 1\n")) << metrics;
  gate_.reset();
  std::ifstream file(folder_ / "events.ndjson");
  const std::string events((std::istreambuf_iterator<char>(file)), {});
  EXPECT_TRUE(has(events, "\"registry_request\"")) << events;
  EXPECT_TRUE(has(events, "pkg:npm/left@1.0.0"));
  // Left out of the document, and asked for all the same.
  EXPECT_TRUE(has(events, "\"rule\":\"minimum-age\""));
  EXPECT_TRUE(has(events, "\"status\":403"));
}

}  // namespace
}  // namespace cordon::gate
