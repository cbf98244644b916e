// What tests of the gate need: a registry that answers from memory, and an examiner that finds what it is told.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/date.h"
#include "crypto/sha512.h"
#include "gate/gate.h"
#include "model/integrity.h"
#include "net/canned_fetcher.h"
#include "net/http_testing.h"

namespace cordon::gate {

inline constexpr std::string_view kBase = "https://registry.example.test/";

class TestExaminer final : public Examiner {
 public:
  std::map<std::string, Examined> found;  // by "name@version"
  std::vector<std::string> asked;

  void use(Packages&, Archives&) override {}
  Examined examine(const Package& package, const Release& release, std::string_view) override {
    const std::lock_guard guard(mutex_);
    asked.push_back(package.name() + "@" + release.version);
    const auto one = found.find(asked.back());
    return one == found.end() ? Examined{} : one->second;
  }

 private:
  std::mutex mutex_;
};

struct TestVersion {
  std::string version;
  std::int64_t age_seconds = 0;
  std::string archive;  // its bytes
  std::string more;     // further members of the manifest: "\"scripts\":{...},"
};

inline std::string sri_of(std::string_view bytes) {
  return model::integrity_of_hex(model::DigestAlgorithm::sha512, crypto::sha512_hex(bytes));
}

class GateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("gate_test_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    options_.folder = folder_;
    options_.upstreams = {{"", std::string(kBase), "", false, true}};
  }
  void TearDown() override {
    gate_.reset();
    std::filesystem::remove_all(folder_);
  }

  // The registry has this package, with its archives.
  void publish(const std::string& name, const std::vector<TestVersion>& versions, const std::string& etag = "\"1\"") {
    std::string listed, times;
    for (const TestVersion& one : versions) {
      const std::string address = archive_address(name, one.version);
      listed += (listed.empty() ? "" : ",") +
                ("\"" + one.version + "\":{\"name\":\"" + name + "\",\"version\":\"" + one.version + "\"," + one.more +
                 "\"dist\":{\"tarball\":\"" + address + "\",\"integrity\":\"" + sri_of(one.archive) + "\"}}");
      times += ",\"" + one.version + "\":\"" + time_of(std::time(nullptr) - one.age_seconds) + "\"";
      fetcher_.answers[address] = {one.archive, {}, {}, false};
    }
    const std::string text = "{\"name\":\"" + name + "\",\"dist-tags\":{\"latest\":\"" + versions.back().version +
                             "\"},\"versions\":{" + listed + "},\"time\":{\"created\":\"2020-01-01T00:00:00.000Z\"" +
                             times + "}}";
    fetcher_.answers[std::string(kBase) + escaped(name)] = {text, etag, {}, false};
  }

  static std::string escaped(std::string name) {
    if (const std::size_t slash = name.find('/'); slash != std::string::npos) name.replace(slash, 1, "%2f");
    return name;
  }
  static std::string archive_address(const std::string& name, const std::string& version) {
    return std::string(kBase) + name + "/-/" + name.substr(name.find('/') + 1) + "-" + version + ".tgz";
  }

  void open() {
    auto gate = Gate::open(options_, nullptr, fetcher_, examiner_);
    ASSERT_TRUE(gate) << gate.error().describe();
    gate_ = std::move(*gate);
    gate_->start();
  }

  std::string get(std::string_view target, std::string_view more = "User-Agent: npm/11.0.0\r\n") {
    net::TestClient client(gate_->port());
    client.say("GET " + std::string(target) + " HTTP/1.1\r\nHost: gate.localhost\r\nConnection: close\r\n" +
               std::string(more) + "\r\n");
    return client.hear();
  }

  std::filesystem::path folder_;
  GateOptions options_;
  net::CannedFetcher fetcher_;
  TestExaminer examiner_;
  std::unique_ptr<Gate> gate_;
};

}  // namespace cordon::gate
