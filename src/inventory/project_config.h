// The files of a project that tell its package clients of registries, ways to them and programs.
#pragma once

#include "inventory/config_source.h"

namespace cordon::inventory {

struct ProjectConfig {
  ConfigForm form;
  const char* name;
};

// Of two that a client reads the later one counts more.
inline constexpr ProjectConfig kProjectConfigs[] = {{ConfigForm::npmrc, ".npmrc"},
                                                    {ConfigForm::yarnrc, ".yarnrc"},
                                                    {ConfigForm::yarnrc_yml, ".yarnrc.yml"},
                                                    {ConfigForm::bunfig, "bunfig.toml"},
                                                    {ConfigForm::pnpm_workspace, "pnpm-workspace.yaml"}};

}  // namespace cordon::inventory
