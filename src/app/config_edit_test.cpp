#include "app/config_edit.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using inventory::ConfigForm;

constexpr const char* kGate = "http://127.0.0.1:4873/";
constexpr const char* kHost = "127.0.0.1";

ConfigEdit edit(ConfigForm form, const std::string& text, std::string_view host = {}) {
  const auto out = with_registry(form, text, kGate, host);
  EXPECT_TRUE(out) << text << (out ? "" : out.error().describe());
  return out.value_or(ConfigEdit{});
}

// What comes out, once it is known that it comes back, and that doing it again changes nothing.
std::string named(ConfigForm form, const std::string& text, std::string_view host = {}) {
  const ConfigEdit out = edit(form, text, host);
  EXPECT_EQ(take_back(out.text, out.changes).value_or("?"), text);
  EXPECT_EQ(apply_changes(text, out.changes).value_or("?"), out.text);
  EXPECT_EQ(registry_in(form, out.text).value_or("?"), kGate);
  EXPECT_TRUE(edit(form, out.text, host).changes.empty());
  EXPECT_EQ(edit(form, out.text, host).text, out.text);
  return out.text;
}

ErrorCode refusal(ConfigForm form, const std::string& text, std::string_view host = {}) {
  const auto out = with_registry(form, text, kGate, host);
  EXPECT_FALSE(out) << (out ? out->text : "");
  return out ? ErrorCode::internal : out.error().code;
}

TEST(ConfigEdit, NpmsFileGetsALineBeforeItsSections) {
  EXPECT_EQ(named(ConfigForm::npmrc, ""), "registry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "# mine\nfund=false\n"), "# mine\nfund=false\nregistry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "fund=false"), "fund=false\nregistry=http://127.0.0.1:4873/");
  EXPECT_EQ(named(ConfigForm::npmrc, "a=1\r\nb=2\r\n"), "a=1\r\nb=2\r\nregistry=http://127.0.0.1:4873/\r\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "a=1\n[old]\nregistry=https://section.example.test/\n"),
            "a=1\nregistry=http://127.0.0.1:4873/\n[old]\nregistry=https://section.example.test/\n");
}

TEST(ConfigEdit, NpmsFileKeepsWhatStandsAroundTheAddress) {
  EXPECT_EQ(named(ConfigForm::npmrc, "a=1\n  registry = https://r.example.test/npm/ ; ours\nb=2\n"),
            "a=1\n  registry = http://127.0.0.1:4873/ ; ours\nb=2\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "registry=\"https://r.example.test/\"\t\n"),
            "registry=http://127.0.0.1:4873/\t\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "registry=${COMPANY}\n"), "registry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "registry\n"), "registry=http://127.0.0.1:4873/\n");
  // The last word counts.
  EXPECT_EQ(named(ConfigForm::npmrc, "registry=https://a.example.test/\nregistry=https://b.example.test/\n"),
            "registry=https://a.example.test/\nregistry=http://127.0.0.1:4873/\n");
  EXPECT_EQ(named(ConfigForm::npmrc, "@acme:registry=https://a.example.test/\n//a.example.test/:_authToken=x\n"),
            "@acme:registry=https://a.example.test/\n//a.example.test/:_authToken=x\n"
            "registry=http://127.0.0.1:4873/\n");
}

TEST(ConfigEdit, Yarn1) {
  EXPECT_EQ(named(ConfigForm::yarnrc, ""), "registry \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::yarnrc, "# c\nlastUpdateCheck 17\nregistry \"https://r.example.test/\" # ours\n"),
            "# c\nlastUpdateCheck 17\nregistry \"http://127.0.0.1:4873/\" # ours\n");
  EXPECT_EQ(named(ConfigForm::yarnrc, "\"@acme:registry\" \"https://a.example.test/\"\n"),
            "\"@acme:registry\" \"https://a.example.test/\"\nregistry \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(refusal(ConfigForm::yarnrc, "registry: https://r.example.test/\n"), ErrorCode::syntax);
  EXPECT_EQ(refusal(ConfigForm::yarnrc, "a:\n  b c\n"), ErrorCode::syntax);
}

TEST(ConfigEdit, Yarn2AndWhatMayBeAskedWithoutEncryption) {
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "", kHost),
            "npmRegistryServer: \"http://127.0.0.1:4873/\"\nunsafeHttpWhitelist:\n  - \"127.0.0.1\"\n");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "# c\nnodeLinker: node-modules", kHost),
            "# c\nnodeLinker: node-modules\nnpmRegistryServer: \"http://127.0.0.1:4873/\"\nunsafeHttpWhitelist:\n  - "
            "\"127.0.0.1\"");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml,
                  "npmRegistryServer: 'https://r.example.test' # ours\nunsafeHttpWhitelist:\n"
                  "  - a.example.test\nnodeLinker: pnp\n",
                  kHost),
            "npmRegistryServer: \"http://127.0.0.1:4873/\" # ours\nunsafeHttpWhitelist:\n  - a.example.test\n"
            "  - \"127.0.0.1\"\nnodeLinker: pnp\n");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "unsafeHttpWhitelist: [a, 'b'] # two\n", kHost),
            "unsafeHttpWhitelist: [a, 'b', \"127.0.0.1\"] # two\nnpmRegistryServer: \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "unsafeHttpWhitelist: []\n", kHost),
            "unsafeHttpWhitelist: [\"127.0.0.1\"]\nnpmRegistryServer: \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "unsafeHttpWhitelist:\n- '*'\n", kHost),
            "unsafeHttpWhitelist:\n- '*'\nnpmRegistryServer: \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::yarnrc_yml, "a: 1\n"), "a: 1\nnpmRegistryServer: \"http://127.0.0.1:4873/\"\n");
}

TEST(ConfigEdit, Pnpm) {
  EXPECT_EQ(named(ConfigForm::pnpm_workspace, "packages:\n  - 'a/*'\nregistry: https://r.example.test/\n"),
            "packages:\n  - 'a/*'\nregistry: \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::pnpm_workspace,
                  "registries:\n  default: https://r.example.test/\n  '@acme': https://a.example.test/\n"),
            "registries:\n  default: \"http://127.0.0.1:4873/\"\n  '@acme': https://a.example.test/\n");
}

TEST(ConfigEdit, Bun) {
  EXPECT_EQ(named(ConfigForm::bunfig, ""), "[install]\nregistry = \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::bunfig, "telemetry = false"),
            "telemetry = false\n[install]\nregistry = \"http://127.0.0.1:4873/\"");
  EXPECT_EQ(named(ConfigForm::bunfig, "[install] # all\nexact = true\n\n[test]\nroot = 'a'\n"),
            "[install] # all\nregistry = \"http://127.0.0.1:4873/\"\nexact = true\n\n[test]\nroot = 'a'\n");
  EXPECT_EQ(named(ConfigForm::bunfig, "[install]"), "[install]\nregistry = \"http://127.0.0.1:4873/\"");
  EXPECT_EQ(named(ConfigForm::bunfig, "[install]\nregistry = 'https://r.example.test/' # ours\n"),
            "[install]\nregistry = \"http://127.0.0.1:4873/\" # ours\n");
  EXPECT_EQ(named(ConfigForm::bunfig, "install.registry = \"https://r.example.test/\"\n"),
            "install.registry = \"http://127.0.0.1:4873/\"\n");
  EXPECT_EQ(named(ConfigForm::bunfig, "[install]\nregistry = { url = \"https://r.example.test/\" }\n"),
            "[install]\nregistry = { url = \"http://127.0.0.1:4873/\" }\n");
  EXPECT_EQ(named(ConfigForm::bunfig, "[install.scopes]\nacme = 'https://a.example.test/'\n"),
            "[install.scopes]\nacme = 'https://a.example.test/'\n[install]\nregistry = \"http://127.0.0.1:4873/\"\n");
}

TEST(ConfigEdit, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(refusal(ConfigForm::npmrc, "a=\xff\n"), ErrorCode::invalid_utf8);
  EXPECT_EQ(refusal(ConfigForm::npmrc, "a=1\rregistry=x\n"), ErrorCode::syntax);
  EXPECT_EQ(refusal(ConfigForm::npmrc, std::string("a=1\0b\n", 6)), ErrorCode::syntax);
  EXPECT_EQ(refusal(ConfigForm::yarnrc_yml, "a: [\n"), ErrorCode::truncated);
  EXPECT_EQ(refusal(ConfigForm::yarnrc_yml, "{a: 1}\n"), ErrorCode::refused);
  EXPECT_EQ(refusal(ConfigForm::yarnrc_yml, "  a: 1\n"), ErrorCode::refused);
  EXPECT_EQ(refusal(ConfigForm::yarnrc_yml, "npmRegistryServer: >-\n  https://r.example.test/\n"), ErrorCode::refused);
  EXPECT_EQ(refusal(ConfigForm::yarnrc_yml, "unsafeHttpWhitelist: a.example.test\n", kHost), ErrorCode::refused);
  EXPECT_EQ(refusal(ConfigForm::bunfig, "[install\n"), ErrorCode::truncated);
  EXPECT_EQ(refusal(ConfigForm::bunfig, "install.exact = true\n"), ErrorCode::refused);
  // A token that was meant for the registry would be sent to the gate.
  EXPECT_EQ(refusal(ConfigForm::bunfig, "[install]\nregistry = { url = 'https://r.example.test/', token = 'x' }\n"),
            ErrorCode::refused);
}

// What somebody changed after the gate was written into it.
std::string undone(ConfigForm form, const std::string& before, const std::string& from, const std::string& to,
                   std::string_view host = {}) {
  const ConfigEdit made = edit(form, before, host);
  std::string text = made.text;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << text;
  text.replace(at, from.size(), to);
  const auto out = without_registry(form, text, made.changes, kGate, host);
  return out ? out->text : "refused: " + std::string(to_string(out.error().code));
}

TEST(ConfigEdit, TakesOutWhatWasWrittenOfATextThatChangedSince) {
  EXPECT_EQ(undone(ConfigForm::npmrc, "a=1\n", "a=1", "b=2\nc=3"), "b=2\nc=3\n");
  EXPECT_EQ(undone(ConfigForm::npmrc, "a=1", "a=1", "b=2"), "b=2");
  EXPECT_EQ(undone(ConfigForm::npmrc, "registry=https://r.example.test/ ; ours\n", "registry", "a=1\nregistry"),
            "a=1\nregistry=https://r.example.test/ ; ours\n");
  EXPECT_EQ(undone(ConfigForm::npmrc, "a=1\n", "\nregistry", "\nregistry=http://127.0.0.1:4873/\nregistry"),
            "refused: refused");
  EXPECT_EQ(undone(ConfigForm::yarnrc_yml, "a: 1\n", "a: 1", "b: 2", kHost), "b: 2\n");
  // The list that was made has become somebody else's, too.
  EXPECT_EQ(
      undone(ConfigForm::yarnrc_yml, "a: 1\n", "  - \"127.0.0.1\"\n", "  - \"127.0.0.1\"\n  - b.example.test\n", kHost),
      "a: 1\nunsafeHttpWhitelist:\n  - \"127.0.0.1\"\n  - b.example.test\n");
  EXPECT_EQ(undone(ConfigForm::bunfig, "", "/\"\n", "/\"\nexact = true\n"), "[install]\nexact = true\n");
  EXPECT_EQ(undone(ConfigForm::bunfig, "", "[install]", "# mine\n[install]"), "# mine\n");
}

}  // namespace
}  // namespace cordon::app
