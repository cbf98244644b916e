#include "inventory/pypi/manifest.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

// "name range kind" a line, "!" for what only builds.
std::string listed(const Result<Manifest>& manifest) {
  if (!manifest) return std::string(to_string(manifest.error().code));
  std::string out;
  for (const ManifestDependency& each : manifest->dependencies)
    out += each.name + " " + each.range + " " + std::string(to_string(each.kind)) + (each.builds ? "!" : "") + "\n";
  return out;
}

TEST(PypiManifest, TheTablesOfTheStandardsAreRead) {
  const auto manifest = parse_pyproject(
      "[build-system]\nrequires = [\"setuptools>=61\"]\n[project]\nname = \"My.App\"\nversion = \"1\"\ndependencies = "
      "[\"A>=1 ; os_name == 'nt'\"]\n[project.optional-dependencies]\nx = [\"b\", \"my-app[y]\"]\n[dependency-groups]\n"
      "dev = [\"c==1\", {include-group = \"x\"}]\n",
      {});
  EXPECT_EQ(listed(manifest), "a >=1 runtime\nb  optional\nc ==1 development\nsetuptools >=61 development!\n");
  EXPECT_EQ(manifest->name, "my-app");
  EXPECT_EQ(manifest->version, "1");
  EXPECT_EQ(manifest->line, 4u);
  EXPECT_TRUE(manifest->dependencies[0].has_marker);
}

TEST(PypiManifest, TheTablesOfPoetryPdmAndUvAreRead) {
  EXPECT_EQ(
      listed(parse_pyproject(
          "[tool.poetry]\nname = \"app\"\n[tool.poetry.dependencies]\npython = \"^3.9\"\na = \"^1\"\nb = {version = "
          "\"1\", optional = true}\nc = [{version = \"1\"}, {version = \"2\"}]\nd = {git = "
          "\"https://git.example.test/d\", branch = \"main\"}\n[tool.poetry.dev-dependencies]\ne = {path = "
          "\"../e\"}\n[tool.poetry.group.docs.dependencies]\nf = \"*\"\n",
          {})),
      "a ^1 runtime\nb 1 optional\nc 1 runtime\nc 2 runtime\nd @ git+https://git.example.test/d@main runtime\n"
      "e @ ../e development\nf * development\n");
  EXPECT_EQ(
      listed(parse_pyproject("[tool.pdm.dev-dependencies]\nt = [\"a==1\", \"-e file:///${PROJECT_ROOT}/b#egg=b\"]\n"
                             "[tool.uv]\ndev-dependencies = [\"c\"]\n",
                             {})),
      "a ==1 development\nb @ file:///${PROJECT_ROOT}/b development\nc  development\n");
}

TEST(PypiManifest, CategoriesOfAPipfileButPackagesAreDevelopment) {
  EXPECT_EQ(
      listed(parse_pipfile("[[source]]\nurl = \"https://registry.example.test\"\n[packages]\nA = \"*\"\n"
                           "[dev-packages]\nb = {file = \"https://host.example.invalid/b.zip\"}\n[docs]\nc = \"==1\"\n"
                           "[requires]\npython_version = \"3\"\n",
                           {})),
      "a * runtime\nb @ https://host.example.invalid/b.zip development\nc ==1 development\n");
}

TEST(PypiManifest, PartsThatMeanNothingAreProblems) {
  const auto manifest = parse_pyproject(
      "project = 1\n[dependency-groups]\na = \"x\"\nb = [1, \"=\"]\n[tool.poetry.dependencies]\nc = 1\n", {});
  ASSERT_TRUE(manifest);
  std::string lines;
  for (const Error& problem : manifest->problems) lines += std::to_string(problem.line) + " ";
  EXPECT_EQ(lines, "1 3 4 4 6 ");
  EXPECT_EQ(parse_pipfile("packages = 1\n[docs]\nx = 1\n", {})->problems.size(), 2u);
}

TEST(PypiManifest, ATextThatIsNoTomlIsAnError) {
  EXPECT_EQ(listed(parse_pyproject("a = ", {})), "truncated");
  EXPECT_EQ(listed(parse_pipfile("[a]\n[a]\n", {})), "syntax");
}

}  // namespace
}  // namespace cordon::inventory::pypi
