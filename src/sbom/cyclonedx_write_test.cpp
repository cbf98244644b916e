// What a reader of the document finds where. That it comes back as it was: written_documents_test.cpp.
#include "sbom/cyclonedx_write.h"

#include <gtest/gtest.h>

#include <array>

#include "base/json.h"
#include "sbom/testing.h"
#include "sbom/text_form.h"

namespace cordon::sbom {
namespace {

class CycloneDxWrite : public ::testing::Test {
 protected:
  void write(const model::Inventory& inventory, CycloneDxVersion version = CycloneDxVersion::v1_6) {
    WriteOptions options;
    options.tool_version = "1.2.3";
    document_ = *json::parse(write_cyclonedx(std::array{inventory}, version, options));
  }
  Value root() const { return document_.root(); }
  Value component(std::size_t index) const { return root()["components"].at(index); }
  static std::string property(const Value& part, std::string_view name) {
    for (const Value each : part["properties"].elements())
      if (each["name"].text() == name) return std::string(each["value"].text());
    return {};
  }

  Document document_;
};

TEST_F(CycloneDxWrite, WritesEveryFieldOfAComponent) {
  write(testing::project());
  const Value axios = component(1);  // the workspace package stands first
  EXPECT_EQ(axios["bom-ref"].text(), "app/package-lock.json#node_modules/axios");
  EXPECT_EQ(axios["purl"].text(), "pkg:npm/axios@1.14.0");
  EXPECT_EQ(axios["scope"].text(), "required");
  EXPECT_EQ(axios["hashes"].at(0)["alg"].text(), "SHA-512");
  EXPECT_TRUE(axios["hashes"].at(0)["content"].text().starts_with("cf83e1357eefb8bd"));
  EXPECT_EQ(axios["licenses"].at(0)["license"]["id"].text(), "MIT");
  EXPECT_EQ(axios["externalReferences"].at(0)["type"].text(), "distribution");
  EXPECT_EQ(axios["evidence"]["occurrences"].at(0)["location"].text(), "app/package-lock.json");
  EXPECT_EQ(axios["evidence"]["occurrences"].at(0)["line"].integer(), 12);
  EXPECT_EQ(property(axios, "cordon:install-script"), "yes");
  const Value scoped = component(2);
  EXPECT_EQ(scoped["group"].text(), "@acme");
  EXPECT_EQ(scoped["name"].text(), "tools");
  EXPECT_EQ(scoped["scope"].text(), "excluded");
  EXPECT_EQ(property(component(3), "cordon:scope"), "development_optional");
}

TEST_F(CycloneDxWrite, WritesLicencesAsTheVersionAllows) {
  write(testing::project());
  EXPECT_EQ(component(2)["licenses"].at(0)["license"]["name"].text(), "MIT OR Apache-2.0");
  EXPECT_EQ(component(3)["licenses"].at(0)["license"]["name"].text(), "Custom licence, v1");
  write(testing::project(), CycloneDxVersion::v1_7);
  EXPECT_EQ(component(2)["licenses"].at(0)["expression"].text(), "MIT OR Apache-2.0");
  EXPECT_EQ(component(2)["licenses"].at(1)["license"]["name"].text(), "SEE LICENSE IN FILE");
}

TEST_F(CycloneDxWrite, WritesSubjectLifecycleToolAndSerial) {
  write(testing::project());
  EXPECT_EQ(root()["specVersion"].text(), "1.6");
  EXPECT_TRUE(is_serial_number(root()["serialNumber"].text()));
  const Value metadata = root()["metadata"];
  EXPECT_FALSE(metadata["timestamp"]) << "none was given";
  EXPECT_EQ(metadata["component"]["name"].text(), "app");
  EXPECT_EQ(metadata["lifecycles"].at(0)["phase"].text(), "pre-build");
  EXPECT_EQ(metadata["tools"]["components"].at(0)["version"].text(), "1.2.3");
  model::Inventory installed = testing::project();
  installed.format = "node_modules";
  write(installed);
  EXPECT_EQ(root()["metadata"]["lifecycles"].at(0)["phase"].text(), "post-build");
}

TEST_F(CycloneDxWrite, StatesEveryNodesDependenciesOnce) {
  write(testing::project());
  EXPECT_EQ(root()["dependencies"].size(), testing::project().node_count());
  const Value app = root()["dependencies"].at(0);
  EXPECT_EQ(app["ref"].text(), "app/package-lock.json#");
  EXPECT_EQ(app["dependsOn"].size(), 4u) << "two kinds of one dependency are one";
}

TEST_F(CycloneDxWrite, TellsCompleteFromIncomplete) {
  write(testing::project());
  const Value compositions = root()["compositions"];
  ASSERT_EQ(compositions.size(), 3u);
  EXPECT_EQ(compositions.at(0)["aggregate"].text(), "complete");
  EXPECT_EQ(compositions.at(0)["assemblies"].size(), 2u);
  EXPECT_EQ(compositions.at(2)["aggregate"].text(), "incomplete");
  EXPECT_EQ(compositions.at(2)["dependencies"].size(), 1u) << "an optional dependency that is not there is no gap";
  EXPECT_EQ(compositions.at(2)["dependencies"].at(0).text(), "app/package-lock.json#node_modules/axios");
}

}  // namespace
}  // namespace cordon::sbom
