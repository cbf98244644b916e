#include "app/past_gate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

namespace cordon::app {
namespace {

using model::Client;
using Files = std::map<std::string, std::string, std::less<>>;
using Words = std::vector<std::string>;

// Kind and text of what is told of a client in a project of these files; its environment names the gate.
Words told(Client client, const Files& files, bool without_proxy = true,
           const std::string& url = "http://127.0.0.1:1/") {
  const MemoryTree tree(files);
  PastGate input;
  input.client = client;
  input.url = url;
  input.user.environment[static_cast<std::size_t>(client)].default_registry = url;
  input.project = &tree;
  input.without_proxy = without_proxy;
  std::vector<model::FileUnread> unread;
  Words out;
  for (const model::GateNotice& each : past_gate(input, unread))
    out.push_back(std::string(to_string(each.kind)) + ": " + each.text);
  return out;
}

TEST(PastGate, AProxyIsToldWhereTheEnvironmentDoesNotKeepItOut) {
  const Files npmrc{{".npmrc", "proxy=http://me:secret@p.example.test/\n"}};
  const Words expected{"way: .npmrc:1 sets proxy: http://p.example.test is asked in the place of the gate"};
  EXPECT_EQ(told(Client::npm, npmrc), Words{});
  EXPECT_EQ(told(Client::pnpm, npmrc), Words{});
  EXPECT_EQ(told(Client::npm, npmrc, false), expected);
  EXPECT_EQ(told(Client::yarn_classic, npmrc), expected);
  EXPECT_EQ(told(Client::yarn_berry, {{".yarnrc.yml", "httpProxy: http://p.example.test\n"}}), Words{});
  EXPECT_EQ(
      told(Client::yarn_berry, {{".yarnrc.yml", "networkSettings:\n  \"*\":\n    httpProxy: http://p.example.test\n"}})
          .size(),
      1u);
}

TEST(PastGate, CertificatesMatterBeforeAGateThatShowsOne) {
  const Files npmrc{{".npmrc", "cafile=./ca.pem\n"}};
  EXPECT_EQ(told(Client::npm, npmrc), Words{});
  EXPECT_EQ(told(Client::npm, npmrc, true, "https://gate.example.test/"),
            Words{"way: .npmrc:1 sets cafile: others may be taken for the gate"});
}

TEST(PastGate, ProgramsAndArchivesOfTheProjectAreTold) {
  EXPECT_EQ(told(Client::npm, {{".npmrc", "cache=./cache\n"}}), Words{}) << "nobody filled that folder";
  EXPECT_EQ(told(Client::npm, {{".npmrc", "script-shell=./sh\ncache=./cache\n"}, {"cache/archive", "x"}}),
            (Words{"way: .npmrc:2 sets cache: archives that lie in ./cache are installed without the gate",
                   "runs_code: .npmrc:1 sets script-shell: npm runs ./sh itself, whatever the gate lets through"}));
  EXPECT_EQ(told(Client::bun, {{".yarnrc.yml", "yarnPath: ./y.cjs\n"}}), Words{}) << "it does not read that file";
}

TEST(PastGate, KnowsWhoseCommandItIs) {
  char name[] = "/tmp/cordon-command-XXXXXX";
  const std::string folder = ::mkdtemp(name);
  using Clients = std::vector<Client>;
  EXPECT_EQ(clients_of_command({"/usr/bin/npm", "ci"}, folder), Clients{Client::npm});
  EXPECT_EQ(clients_of_command({"node", "/x/pnpm.cjs", "install"}, folder), Clients{Client::pnpm});
  EXPECT_EQ(clients_of_command({"make", "build"}, folder), Clients{});
  std::ofstream(folder + "/yarn.lock") << "# yarn lockfile v1\n";
  std::ofstream(folder + "/bun.lock") << "{}\n";
  EXPECT_EQ(clients_of_command({"make", "build"}, folder), (Clients{Client::bun, Client::yarn_classic}));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace cordon::app
