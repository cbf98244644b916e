#include "host/sensor/event_maker.h"

#include <gtest/gtest.h>

#include "host/sensor/event_maker_testing.h"

namespace cordon::host {
namespace {

using testing::head;
using testing::kClient;
using testing::kScript;
using testing::process;
using Maker = testing::MakerTest;
using enum model::AttributionConfidence;

TEST_F(Maker, NamesEachEventOnce) {
  begin();
  ASSERT_EQ(sink.events.size(), 2u);  // forks are not told
  EXPECT_EQ(sink.events[0].id, "machine/boot/watch/1");
  EXPECT_EQ(sink.events[1].id, "machine/boot/watch/2");
  EXPECT_EQ(sink.events[1].seq, 2u);
  EXPECT_EQ(sink.events[1].schema, "cordon.event/1");
  EXPECT_EQ(sink.events[1].mono_ns, 1'000'000'000u);
  EXPECT_EQ(sink.events[1].wall_ns, 1'000'001'000u);
  ASSERT_TRUE(sink.events[1].actor);
  EXPECT_EQ(sink.events[1].actor->start_ns, process(5).start_ns);
  EXPECT_EQ(sink.events[1].actor->executable, "/bin/sh");
}

TEST_F(Maker, GivesTheClientNoPackageAndItsScriptTheOne) {
  begin();
  EXPECT_FALSE(sink.events[0].package);
  ASSERT_TRUE(sink.events[1].package);
  EXPECT_EQ(sink.events[1].package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(sink.events[1].package->confidence, exact);
  EXPECT_EQ(sink.events[1].package->run_id, to_string(process(1)));
}

TEST_F(Maker, KeepsThePackageOfWhateverDescends) {
  begin();
  take(head(6, kScript), ForkRecord{process(5)});
  ExecRecord stripped = plain("/usr/bin/curl");  // env -i, cd /
  take(head(6, kScript), stripped);
  ASSERT_TRUE(last().package);
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(last().package->confidence, inherited);
}

TEST_F(Maker, SaysWhereArgumentsWereCut) {
  ExecRecord cut = client();
  cut.arguments_cut = true;
  take(head(1, kClient), cut);
  EXPECT_EQ(payload<model::ExecPayload>().arguments.back(), "ci…");
}

TEST_F(Maker, NamesThePackageWhoseProgramRuns) {
  ExecRecord build = script("app", "1.0.0", "build");
  build.directory = "/p";
  build.environment.package_json = "/p/package.json";
  take(head(5, kScript), build);
  EXPECT_EQ(last().package->purl, "pkg:npm/app@1.0.0");
  ExecRecord tool = plain("/usr/bin/node");
  tool.arguments = {"node", "/p/node_modules/tool/cli.js"};
  take(head(6, kScript), tool);
  EXPECT_EQ(last().package->purl, "pkg:npm/tool");
  EXPECT_EQ(last().package->phase, model::Phase::bin);
  EXPECT_EQ(last().package->confidence, path);
  take(head(7, kScript), ForkRecord{process(6)});
  take(head(7, kScript), plain("/bin/sh"));
  EXPECT_EQ(last().package->purl, "pkg:npm/tool");
}

RecordHead at(std::uint32_t pid, Tag tag, std::uint64_t milliseconds) {
  return head(pid, tag, 1'000'000'000 + milliseconds * 1'000'000);
}

TEST_F(Maker, ListsWhatAScriptLeftRunning) {
  begin();
  for (std::uint32_t pid : {6, 7, 8}) take(head(pid, kScript), ForkRecord{process(5)});
  take(at(8, kScript, 1), ExitRecord{});
  EXPECT_EQ(payload<model::ExitPayload>().left_running, std::vector<std::uint32_t>{});  // not the first of a script
  take(at(5, kScript, 2), ExitRecord{3, 0, 99});
  take(at(7, kScript, 50), ExitRecord{});  // ends with its script
  ASSERT_EQ(sink.events.size(), 4u);
  ASSERT_TRUE(maker->tick(at(0, {}, 103).time_ns, 0, sink));
  ASSERT_EQ(sink.events.size(), 5u);
  EXPECT_EQ(last().actor->pid, 5u);
  EXPECT_EQ(last().mono_ns, at(0, {}, 2).time_ns);
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  EXPECT_EQ(payload<model::ExitPayload>().code, 3u);
  EXPECT_EQ(payload<model::ExitPayload>().cpu_ns, 99u);
  EXPECT_EQ(payload<model::ExitPayload>().left_running, std::vector<std::uint32_t>{6});
}

TEST_F(Maker, CountsOnWhatEndsLaterAsLeftRunningHoweverLateItIsTold) {
  begin();
  take(head(6, kScript), ForkRecord{process(5)});
  take(at(5, kScript, 2), ExitRecord{});
  take(at(6, kScript, 500), ExitRecord{});
  ASSERT_EQ(sink.events.size(), 4u);
  EXPECT_EQ(std::get<model::ExitPayload>(sink.events[2].payload).left_running, std::vector<std::uint32_t>{6});
}

TEST_F(Maker, KnowsTheFirstProcessOfAScriptThatBecameAClient) {
  take(head(5, kScript), ForkRecord{process(1)});
  take(head(5, {process(5), {}, process(5)}), client());  // sh -c "npm ci" becomes npm
  Tag inside{process(5), process(6), process(5)};
  take(head(6, inside), ForkRecord{process(5)});
  take(at(5, {process(5), {}, process(5)}, 1), ExitRecord{});
  ASSERT_TRUE(maker->tick(at(0, {}, 200).time_ns, 0, sink));
  EXPECT_EQ(payload<model::ExitPayload>().left_running, std::vector<std::uint32_t>{6});
}

TEST_F(Maker, ForgetsAProcessWhoseEndWasLost) {
  begin();
  ASSERT_TRUE(maker->tick(20'000'000'000, 0, sink));  // nobody is alive
  EXPECT_TRUE(maker->table().processes().empty());
}

ConnectRecord pool() { return {9, "tcp", "192.0.2.1", 3333}; }

TEST_F(Maker, SaysWhatAConnectionIsOnceItsFirstBytesLeft) {
  begin();
  take(head(5, kScript), pool());
  EXPECT_EQ(payload<model::ConnectPayload>().stage, model::ConnectStage::asked);
  EXPECT_EQ(payload<model::ConnectPayload>().socket, 9u);
  take(head(5, kScript), SentRecord{pool(), "198.51.100.1", 40'000, ""});
  EXPECT_EQ(sink.events.size(), 3u);
  take(head(5, kScript), SentRecord{pool(), "198.51.100.1", 40'000, R"({"method":"mining.subscribe"})"});
  ASSERT_EQ(sink.events.size(), 4u);
  EXPECT_EQ(payload<model::ConnectPayload>().stage, model::ConnectStage::sent);
  EXPECT_EQ(payload<model::ConnectPayload>().application, "stratum");
  EXPECT_EQ(payload<model::ConnectPayload>().source_port, 40'000u);
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
}

TEST_F(Maker, TellsAConnectionThatSaysNothingWhenItsTimeIsOver) {
  begin();
  take(head(5, kScript), SentRecord{pool(), "198.51.100.1", 40'000, ""});
  ASSERT_TRUE(maker->tick(1'999'999'999, 0, sink));
  EXPECT_EQ(sink.events.size(), 2u);
  ASSERT_TRUE(maker->tick(2'000'000'000, 0, sink));
  ASSERT_EQ(sink.events.size(), 3u);
  EXPECT_EQ(payload<model::ConnectPayload>().application, std::nullopt);
  ASSERT_TRUE(maker->tick(9'000'000'000, 0, sink));
  EXPECT_EQ(sink.events.size(), 3u);
}

TEST_F(Maker, TellsAConnectionOfAProcessThatEnds) {
  begin();
  take(head(5, kScript), SentRecord{pool(), "198.51.100.1", 40'000, ""});
  take(head(5, kScript), ExitRecord{});
  ASSERT_EQ(sink.events.size(), 4u);
  EXPECT_EQ(sink.events[2].kind(), model::EventKind::connect);
  EXPECT_EQ(sink.events[3].kind(), model::EventKind::exit);
}

TEST_F(Maker, TellsBothDestinationsOfOneSocket) {
  begin();
  ConnectRecord other{9, "udp", "192.0.2.2", 53};
  take(head(5, kScript), SentRecord{pool(), "198.51.100.1", 40'000, ""});
  take(head(5, kScript), SentRecord{other, "198.51.100.1", 40'000, "x"});
  ASSERT_EQ(sink.events.size(), 4u);
  EXPECT_EQ(std::get<model::ConnectPayload>(sink.events[2].payload).address, "192.0.2.1");
  EXPECT_EQ(payload<model::ConnectPayload>().address, "192.0.2.2");
}

TEST_F(Maker, NamesAnAddressAsItsRunAskedForIt) {
  using namespace std::literals;
  begin();
  auto message =
      "\x12\x34\x81\x80\0\x01\0\x01\0\0\0\0\x03"
      "sfr\x07"
      "example\0\0\x01\0\x01\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x01"s;
  take(head(5, kScript), AnswerRecord{4, "192.0.2.53", message});
  EXPECT_EQ(payload<model::DnsPayload>().name, "sfr.example");
  EXPECT_EQ(payload<model::DnsPayload>().response, "NOERROR");
  EXPECT_EQ(payload<model::DnsPayload>().answers, std::vector<std::string>{"192.0.2.1"});
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
  take(head(6, kScript), pool());
  EXPECT_EQ(payload<model::ConnectPayload>().name, "sfr.example");
  take(head(7, {process(7), process(8), {}}), pool());  // another run
  EXPECT_FALSE(payload<model::ConnectPayload>().name);
  std::size_t before = sink.events.size();
  take(head(5, kScript), AnswerRecord{4, "192.0.2.53", "no answer at all"});
  EXPECT_EQ(sink.events.size(), before);
}

TEST_F(Maker, TellsWhatClientsConnectTo) {
  take(head(1, kClient), client());
  take(head(1, kClient), pool());
  EXPECT_FALSE(last().package);
  EXPECT_EQ(last().actor->pid, 1u);
}

TEST_F(Maker, TellsWritesOutsideDevicesAndTheReadsThatWereAskedFor) {
  begin();
  using enum model::FileOperation;
  take(head(5, kScript), FileRecord{write, 0644, "/dev/null", ""});
  take(head(5, kScript), FileRecord{write, 0644, "/proc/self/comm", ""});
  take(head(5, kScript), FileRecord{read, 0644, "/usr/lib/libc.so", ""});
  EXPECT_EQ(sink.events.size(), 2u);
  take(head(5, kScript), FileRecord{read, 0600, "/home/u/.npmrc", ""});
  EXPECT_EQ(payload<model::FilePayload>().operation, read);
  EXPECT_FALSE(payload<model::FilePayload>().mode);
  take(head(5, kScript), FileRecord{create, 0755, "/tmp/ld.py", ""});
  EXPECT_EQ(payload<model::FilePayload>().mode, 0755u);
  take(head(5, kScript), FileRecord{rename, 0, "/tmp/a", "/tmp/b"});
  EXPECT_EQ(payload<model::FilePayload>().target, "/tmp/b");
  EXPECT_EQ(sink.events.size(), 5u);
}

TEST_F(Maker, TellsWhatLandsInSharedMemoryAndWhichSecretsOfTheKernelAreRead) {
  using enum model::FileOperation;
  options.wants_read = [](std::string_view path) { return path.ends_with("/environ"); };
  begin();
  take(head(5, kScript), FileRecord{create, 0755, "/dev/shm/x", ""});
  EXPECT_EQ(payload<model::FilePayload>().path, "/dev/shm/x");
  take(head(5, kScript), FileRecord{read, 0400, "/proc/1/environ", ""});
  EXPECT_EQ(payload<model::FilePayload>().path, "/proc/1/environ");
  take(head(5, kScript), FileRecord{read, 0400, "/proc/5/environ", ""});
  EXPECT_EQ(payload<model::FilePayload>().path, "/proc/self/environ");
  take(head(5, kScript), FileRecord{rename, 0, "/dev/shm/x", "/tmp/x"});
  EXPECT_EQ(payload<model::FilePayload>().target, "/tmp/x");
  std::size_t before = sink.events.size();
  take(head(5, kScript), FileRecord{read, 0400, "/proc/1/status", ""});
  take(head(5, kScript), FileRecord{write, 0600, "/dev/shmem", ""});
  EXPECT_EQ(sink.events.size(), before);
}

TEST_F(Maker, TellsThatAFileGotAnotherNameAndASecretSoWasRead) {
  using enum model::FileOperation;
  begin();
  std::size_t before = sink.events.size();
  take(head(5, kScript), FileRecord{create, 0, "/p/a", "/p/b", true});
  ASSERT_EQ(sink.events.size(), before + 1);
  EXPECT_EQ(payload<model::FilePayload>().operation, create);
  EXPECT_EQ(payload<model::FilePayload>().path, "/p/b");
  EXPECT_FALSE(payload<model::FilePayload>().target);
  for (bool link : {true, false}) {
    before = sink.events.size();
    take(head(5, kScript), FileRecord{link ? create : rename, 0, "/home/u/.npmrc", "/tmp/x", link});
    ASSERT_EQ(sink.events.size(), before + 2);
    EXPECT_EQ(std::get<model::FilePayload>(sink.events[before].payload).operation, read);
    EXPECT_EQ(std::get<model::FilePayload>(sink.events[before].payload).path, "/home/u/.npmrc");
    EXPECT_EQ(payload<model::FilePayload>().operation, link ? create : rename);
  }
}

TEST_F(Maker, ToldOfUsageOnlyWhatGoesOnInAScript) {
  take(head(1, kClient), client());
  begin();
  alive = {1, 5};
  std::size_t before = sink.events.size();
  ASSERT_TRUE(maker->tick(4'000'000'000, 0, sink));
  EXPECT_EQ(sink.events.size(), before);  // younger than the interval
  ASSERT_TRUE(maker->tick(10'000'000'000, 0, sink));
  ASSERT_EQ(sink.events.size(), before + 1);
  EXPECT_EQ(payload<model::UsagePayload>().cpu_ns, 7'000'000u);
  EXPECT_EQ(payload<model::UsagePayload>().elapsed_ns, 10'000'000'000u - process(5).start_ns);
  EXPECT_EQ(last().actor->pid, 5u);
  ASSERT_TRUE(maker->tick(11'000'000'000, 0, sink));
  EXPECT_EQ(sink.events.size(), before + 1);
}

TEST_F(Maker, TellsLossesExactly) {
  maker = std::make_unique<EventMaker>(options);
  ASSERT_TRUE(maker->lose(17, "the ring was full: exec", 5, 0, sink));
  EXPECT_EQ(payload<model::LossPayload>().count, 17u);
  EXPECT_FALSE(last().actor);
}

class FullSink final : public bus::EventSink {
 public:
  Result<void> put(const model::Event&) override { return fail(ErrorCode::too_large, "full"); }
};

TEST_F(Maker, PassesOnWhatTheSinkSays) {
  maker = std::make_unique<EventMaker>(options);
  FullSink full;
  auto done = maker->take({head(1, kClient), client()}, 0, full);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::too_large);
}

TEST_F(Maker, LearnsFromWhatASinkRefuses) {
  begin();
  FullSink full;
  take(head(6, kScript), ForkRecord{process(5)});
  take(head(6, kScript), SentRecord{pool(), "198.51.100.1", 40'000, ""});
  EXPECT_FALSE(maker->take({head(6, kScript), ExitRecord{}}, 0, full));
  EXPECT_EQ(maker->table().processes().count(process(6)), 0u);
}

TEST_F(Maker, EndsWhereScriptsStandInsideEachOther) {
  take(head(6, {process(1), process(6), process(7)}), ForkRecord{process(1)});
  take(head(7, {process(1), process(7), process(6)}), ForkRecord{process(1)});
  take(head(8, {process(1), process(8), process(6)}), script("evil", "4.2.1"));
  EXPECT_EQ(last().package->purl, "pkg:npm/evil@4.2.1");
}

}  // namespace
}  // namespace cordon::host
