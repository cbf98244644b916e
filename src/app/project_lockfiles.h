// What a project's lockfile says of a package at a place: for the sensor, which asks once for each script.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/sensor/attribution.h"
#include "model/inventory.h"
#include "model/registries.h"

namespace cordon::app {

class ProjectLockfiles {
 public:
  // `registries` must outlive it.
  explicit ProjectLockfiles(const model::Registries& registries) : registries_(registries) {}

  // Reads package-lock.json or npm-shrinkwrap.json of the project's folder, else what npm wrote into its node_modules.
  // Nothing where there is none, where it cannot be read, or where it names no package at this place. What was read of
  // the last 16 projects is kept as long as the file does not change.
  std::optional<host::LockedPackage> find(std::string_view project, std::string_view install_path);

 private:
  struct Read {
    std::string state;  // size and time of change of the file that was read
    model::Inventory inventory;
  };
  const model::Inventory* read(const std::string& path);

  const model::Registries& registries_;
  std::map<std::string, Read> read_;  // by path
};

}  // namespace cordon::app
