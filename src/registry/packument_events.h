// Takes the events of base/json_events.h and notes where things stand. Part of packument_read.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "registry/field.h"
#include "registry/packument_read.h"

namespace cordon::registry {

class PackumentEvents {
 public:
  explicit PackumentEvents(Packument& out) : out_(out), text_(out.text) {}

  void begin_object(std::uint32_t offset);
  void end_object() { end_container(); }
  void begin_array(std::uint32_t offset);
  void end_array() { end_container(); }
  void key(std::string_view text, std::uint32_t offset, bool stable);
  void string(std::string_view text, std::uint32_t offset, bool stable);
  void number(std::string_view text, std::uint32_t offset) { scalar(text, offset); }
  void boolean(std::string_view text, std::uint32_t offset) { scalar(text, offset); }
  void null(std::string_view text, std::uint32_t offset) { scalar(text, offset); }

  bool root_is_object() const { return root_is_object_; }
  bool has_too_many() const { return too_many_; }
  bool has_wrong_type() const { return wrong_type_; }

 private:
  // Objects that are looked into lie this deep at most: document, versions, a version, its dist.
  static constexpr std::size_t kDeepest = 4;

  Place place() const { return depth_ <= kDeepest ? places_[depth_] : Place::elsewhere; }
  Place place_of_object() const;
  Member* member();
  void enter(Place place, std::uint32_t offset);
  void end_container();
  void scalar(std::string_view text, std::uint32_t offset);
  void begin_value(std::uint32_t offset);
  void end_value(const std::string_view* text, bool stable);
  void end_top_value(const std::string_view* text, bool stable);
  void end_entry_value(const std::string_view* text, bool stable);
  void end_dist_value(const std::string_view* text, bool stable);
  void begin_named(std::vector<NamedMember>& list, const Member& fresh, std::string_view name, bool stable);
  void begin_version(const Member& fresh, std::string_view name, bool stable);
  void begin_field(std::vector<Member>& list, const Member& fresh, std::uint64_t& seen, std::uint32_t first);
  void start_over(Field field);
  void end_entry();
  std::string_view kept(std::string_view text, bool stable);
  std::uint32_t end_of_string(std::string_view text, std::uint32_t offset, bool stable) const;

  Packument& out_;
  std::string_view text_;
  std::array<Place, kDeepest + 1> places_{Place::elsewhere, Place::elsewhere, Place::elsewhere, Place::elsewhere,
                                          Place::elsewhere};
  std::size_t depth_ = 0;
  std::uint32_t cursor_ = 0;                                                        // behind what was read last
  std::uint64_t top_seen_ = 0, entry_seen_ = 0, dist_seen_ = 0, scripts_seen_ = 0;  // bits of Field
  bool root_is_object_ = false, too_many_ = false, wrong_type_ = false;
};

}  // namespace cordon::registry
