#include "inventory/github_actions/workflow.h"

#include <gtest/gtest.h>

namespace cordon::inventory::github_actions {
namespace {

class Workflow : public ::testing::Test {
 protected:
  Workflow() {
    context_.display_path = "ci.yml";
    context_.registries = &registries_;
  }
  // "key line purl" of every component.
  static std::string listed(const Result<model::Inventory>& inventory) {
    std::string out;
    for (const model::Component& each : inventory->components)
      out += each.id + " " + std::to_string(each.place.line) + " " + each.purl + "\n";
    return out;
  }
  static std::string codes(const Result<model::Inventory>& inventory) {
    std::string out;
    for (const model::FileUnread& each : inventory->unread)
      out += each.code + ":" + std::to_string(each.line) + (each.incomplete ? "! " : " ");
    return out;
  }
  model::Registries registries_;
  ReadContext context_;
};

TEST_F(Workflow, EveryUsesIsAComponentAtItsLine) {
  const auto inventory = read_workflow(R"(name: CI
on: [push]
jobs:
  build:
    runs-on: x
    steps:
      - uses: o/checkout@v4
        with:
          uses: not/this@v1
      - run: "uses: not/this@v1"
      - name: again
        uses: "o/checkout@v4"
  call:
    uses: o/shared/.github/workflows/x.yml@main
  local:
    steps: [{uses: ./tool}, {uses: 'docker://alpine:3'}]
)",
                                       context_);
  ASSERT_TRUE(inventory);
  EXPECT_EQ(listed(inventory),
            "ci.yml#jobs.build.steps[0] 7 pkg:github/o/checkout@v4\n"
            "ci.yml#jobs.build.steps[2] 12 pkg:github/o/checkout@v4\n"
            "ci.yml#jobs.call 14 pkg:github/o/shared@main\n"
            "ci.yml#jobs.local.steps[0] 16 pkg:generic/./tool\n"
            "ci.yml#jobs.local.steps[1] 16 pkg:docker/alpine@3\n");
  EXPECT_EQ(inventory->roots.at(0).name, "CI");
  EXPECT_EQ(inventory->edges.size(), 5u);
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(Workflow, WhatAJobRunsInAndBesideIsAComponent) {
  const auto inventory = read_workflow(R"(jobs:
  a:
    container: alpine:3
    services:
      db: {image: "db.example.test/pg:16"}
      none: {ports: [1]}
  b:
    container:
      image: node:20
)",
                                       context_);
  ASSERT_TRUE(inventory);
  EXPECT_EQ(listed(inventory),
            "ci.yml#jobs.a.container 3 pkg:docker/alpine@3\n"
            "ci.yml#jobs.a.services.db 5 pkg:docker/pg@16?repository_url=db.example.test\n"
            "ci.yml#jobs.b.container 9 pkg:docker/node@20\n");
  EXPECT_EQ(codes(inventory), "");
}

TEST_F(Workflow, EntriesThatMeanNothingAreSaid) {
  const auto inventory = read_workflow(
      "jobs:\n  a: 1\n  b:\n    steps: x\n  c:\n    steps:\n      - uses: ${{ matrix.x }}\n      - text\n      - uses: "
      "[o/r@v1]\n"
      "      - run: x\n  d:\n    steps:\n",
      context_);
  ASSERT_TRUE(inventory);
  EXPECT_TRUE(inventory->components.empty());
  EXPECT_EQ(codes(inventory), "wrong_type:2! wrong_type:4! invalid_value:7! wrong_type:8! invalid_value:9! ");
}

TEST_F(Workflow, WithoutJobsThereIsNothingToRun) {
  for (const char* text : {"", "a: b\n", "jobs:\n", "- x\n"}) {
    const auto inventory = read_workflow(text, context_);
    ASSERT_TRUE(inventory) << text;
    ASSERT_EQ(inventory->unread.size(), 1u);
    EXPECT_EQ(inventory->unread[0].code, "not_a_workflow");
    EXPECT_FALSE(inventory->unread[0].incomplete);
  }
  EXPECT_EQ(read_workflow("a: [", context_).error().code, ErrorCode::truncated);
}

TEST_F(Workflow, DuplicateKeysAreKept) {
  const auto inventory = read_workflow("jobs:\n  a:\n    uses: o/a/x.yml@v1\n  a:\n    uses: o/b/x.yml@v1\n", context_);
  ASSERT_TRUE(inventory);
  EXPECT_EQ(listed(inventory), "ci.yml#jobs.a 5 pkg:github/o/b@v1\n");
  EXPECT_EQ(inventory->duplicates.size(), 1u);
}

TEST_F(Workflow, AnActionHasStepsOrAnImage) {
  const auto composite =
      read_action("runs:\n  using: composite\n  steps:\n    - uses: o/a@v1\n    - run: x\n      shell: sh\n", context_);
  ASSERT_TRUE(composite);
  EXPECT_EQ(composite->format, "GitHub action");
  EXPECT_EQ(listed(composite), "ci.yml#runs.steps[0] 4 pkg:github/o/a@v1\n");
  const auto container = read_action("runs:\n  using: docker\n  image: docker://debian:12\n", context_);
  ASSERT_TRUE(container);
  EXPECT_EQ(listed(container), "ci.yml#runs.image 3 pkg:docker/debian@12\n");
  const auto built = read_action("runs:\n  using: docker\n  image: Dockerfile\n", context_);
  EXPECT_EQ(listed(built), "");
  EXPECT_EQ(codes(built), "");
  EXPECT_EQ(codes(read_action("name: x\n", context_)), "not_an_action:1 ");
}

}  // namespace
}  // namespace cordon::inventory::github_actions
