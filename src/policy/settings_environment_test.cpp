#include <gtest/gtest.h>

#include "policy/generated/setting_keys.h"
#include "policy/settings.h"

namespace cordon::policy {
namespace {

Settings overridden(const std::vector<std::string>& variables) {
  Settings settings = read_settings("policy: {fail_on: low}\nprivate: {names: [a]}\n", "cordon.yaml").value();
  const Result<void> done = override_settings(variables, settings);
  EXPECT_TRUE(done) << done.error().describe();
  return settings;
}

TEST(SettingsEnvironment, OverridesTheFile) {
  const Settings settings =
      overridden({"PATH=/bin", "CORDON_PRIVATE_NAMES=b, c,", "CORDON_POLICY_FAIL_ON=critical", "CORDON_JOBS=7",
                  "CORDON_PRIVATE_HOSTS=corp.invalid", "CORDON_PRIVATE_SCOPES=@corp", "CORDON_INTEL_MAX_AGE_DAYS=3"});
  EXPECT_EQ(settings.fail_on, model::Severity::critical);
  EXPECT_EQ(settings.max_age_days, 3u);
  EXPECT_EQ(settings.declared_private.names, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(settings.declared_private.hosts, std::vector<std::string>{"corp.invalid"});
  EXPECT_EQ(settings.declared_private.scopes, std::vector<std::string>{"@corp"});
  EXPECT_EQ(settings.environment,
            (std::vector<std::string>{"CORDON_PRIVATE_HOSTS=corp.invalid", "CORDON_PRIVATE_SCOPES=@corp",
                                      "CORDON_PRIVATE_NAMES=b, c,", "CORDON_POLICY_FAIL_ON=critical",
                                      "CORDON_INTEL_MAX_AGE_DAYS=3"}));
}

TEST(SettingsEnvironment, APasswordInAnAddressIsUsedAndNotShown) {
  const Settings settings = overridden({"CORDON_INTEL_PROXY=http://user:secret@proxy.example.test:3128"});
  EXPECT_EQ(settings.intel_proxy, "http://user:secret@proxy.example.test:3128");
  ASSERT_EQ(settings.environment.size(), 1u);
  EXPECT_FALSE(settings.environment[0].contains("secret")) << settings.environment[0];
}

TEST(SettingsEnvironment, AnEmptyVariableIsUnset) {
  const Settings settings = overridden({"CORDON_POLICY_FAIL_ON=", "CORDON_POLICY_=", "CORDON", ""});
  EXPECT_EQ(settings.fail_on, model::Severity::low);
  EXPECT_TRUE(settings.environment.empty());
}

TEST(SettingsEnvironment, SaysWhereKeysOfPacksComeFrom) {
  const Settings settings = overridden({"CORDON_INTEL_PACK_KEYS=a.pub, b.pub"});
  EXPECT_EQ(settings.pack_keys, (std::vector<std::string>{"a.pub", "b.pub"}));
  EXPECT_TRUE(settings.pack_keys_from_environment);
  EXPECT_FALSE(overridden({}).pack_keys_from_environment);
}

bool is_set(const GateSettings& gate) {
  return !(gate.listen + gate.public_address + gate.certificate + gate.key + gate.folder + gate.upstream).empty() ||
         !gate.redirect_hosts.empty() || gate.minimum_age_seconds || gate.observe || gate.withhold_scripts ||
         gate.allow_unexamined;
}

TEST(SettingsEnvironment, EveryKeyThatIsNoListOfMappingsHasAVariable) {
  for (const SettingKey& key : kSettingKeys) {
    EXPECT_EQ(key.environment.empty(), key.key.find('*') != std::string_view::npos) << key.key;
    if (key.environment.empty()) continue;
    const std::string first(key.type.substr(0, key.type.find('|')));  // of the words that it takes
    const bool is_words = key.type.find('|') != std::string_view::npos && key.key.starts_with("gate.");
    const std::string value = key.type == "number"                        ? "1"
                              : key.type == "duration"                    ? "3d"
                              : key.type.starts_with('[')                 ? "x"
                              : key.key.starts_with("gate.") && !is_words ? "https://gate.example.test/"
                              : is_words                                  ? first
                                                                          : "critical";
    Settings settings;
    ASSERT_TRUE(override_settings({std::string(key.environment) + "=" + value}, settings)) << key.key;
    EXPECT_TRUE(settings.fail_on || settings.max_age_days || !settings.declared_private.hosts.empty() ||
                !settings.declared_private.scopes.empty() || !settings.declared_private.names.empty() ||
                !settings.intel_sources.empty() || !settings.intel_ca_file.empty() || !settings.intel_proxy.empty() ||
                !settings.pack_keys.empty() || is_set(settings.gate))
        << key.key << " is set, and nothing comes of it";
  }
}

TEST(SettingsEnvironment, MistakesAreErrors) {
  const std::pair<const char*, ErrorCode> cases[] = {{"CORDON_POLICY_FAILON=high", ErrorCode::unknown_key},
                                                     {"CORDON_WAIVERS_RULE=x", ErrorCode::unknown_key},
                                                     {"CORDON_REGISTRIES_DOMAIN=x", ErrorCode::unknown_key},
                                                     {"CORDON_POLICY_FAIL_ON=severe", ErrorCode::invalid_value},
                                                     {"CORDON_INTEL_MAX_AGE_DAYS=-1", ErrorCode::invalid_value},
                                                     {"CORDON_INTEL_MAX_AGE_DAYS=7d", ErrorCode::invalid_value},
                                                     {"CORDON_INTEL_MAX_AGE_DAYS=100001", ErrorCode::invalid_value}};
  for (const auto& [variable, code] : cases) {
    Settings settings;
    const Result<void> done = override_settings({variable}, settings);
    ASSERT_FALSE(done) << variable;
    EXPECT_EQ(done.error().code, code) << variable;
  }
}

}  // namespace
}  // namespace cordon::policy
