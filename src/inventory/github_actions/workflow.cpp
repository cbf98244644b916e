#include "inventory/github_actions/workflow.h"

#include "base/text.h"
#include "base/yaml.h"
#include "inventory/github_actions/uses.h"
#include "inventory/scope.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::github_actions {
namespace {

class Builder {
 public:
  Builder(const Document& document, const ReadContext& context, std::string_view format)
      : document_(document), root_(document.root()), context_(context), unread_(context.display_path) {
    out_.path = context.display_path;
    out_.format = format;
  }

  void jobs() {
    const Value jobs = root_["jobs"];
    if (!jobs.is_object()) return nothing("not_a_workflow", "without jobs GitHub runs nothing of it");
    for (const Value::Member& job : jobs.members()) {
      const std::string key = "jobs." + std::string(job.key);
      if (!job.value.is_object()) {
        unread_.add(job.line(), ErrorCode::wrong_type, "not a job: " + text::visible(job.key, 80));
        continue;
      }
      if (const Value uses = job.value["uses"]) component(uses, key);
      images(job.value, key);
      steps(job.value["steps"], key);
    }
  }

  void runs() {
    const Value runs = root_["runs"];
    if (!runs.is_object()) return nothing("not_an_action", "without \"runs\" it is no action of GitHub");
    steps(runs["steps"], "runs");
    if (const Value image = runs["image"]; image.text().starts_with("docker://")) component(image, "runs.image");
  }

  model::Inventory finish() {
    const std::uint32_t node = out_.node_count();
    model::Root& root = out_.roots.emplace_back();
    root.id = context_.display_path + "#";
    root.name = root_["name"].text();
    root.place = {context_.display_path, 1};
    for (std::uint32_t i = 0; i < node; ++i) out_.edges.push_back({node, i, model::EdgeKind::runtime, ""});
    compute_scopes(out_);
    unread_.move_to(out_.unread);
    out_.duplicates = document_.duplicates();
    return std::move(out_);
  }

 private:
  void nothing(std::string_view code, std::string reason) {
    unread_.add(root_ ? root_.line() : 0, code, std::move(reason), false);
  }

  void steps(Value list, const std::string& key) {
    if (list && !list.is_array() && !list.is_null())
      return unread_.add(list.line(), ErrorCode::wrong_type, "not a list: steps of " + text::visible(key, 80));
    std::size_t index = 0;
    for (const Value step : list.elements()) {
      const std::string at = key + ".steps[" + std::to_string(index++) + "]";
      if (const Value uses = step["uses"]) component(uses, at);
      else if (!step.is_object())
        unread_.add(step.line(), ErrorCode::wrong_type, "not a step: " + text::visible(at, 80));
    }
  }

  // What the job runs in and beside: an image by its name, or by "image" of an object.
  void images(Value job, const std::string& key) {
    if (const Value container = job["container"]) image(container, key + ".container");
    const Value services = job["services"];
    for (const Value::Member& service : services.members())
      image(service.value, key + ".services." + std::string(service.key));
  }

  void image(Value value, const std::string& key) {
    const Value name = value.is_object() ? value["image"] : value;
    if (!name || name.is_null() || name.text().empty()) return;
    component(name, key, "docker://" + std::string(name.text()));
  }

  void component(Value uses, const std::string& key) { component(uses, key, std::string(uses.text())); }

  void component(Value uses, const std::string& key, const std::string& text) {
    model::Component component;
    if (!identify_uses(text, context_, component))
      return unread_.add(
          uses.line(), ErrorCode::invalid_value,
          "neither owner/repository@ref, docker://image nor ./folder: " + cordon::text::visible(text, 80));
    component.id = context_.display_path + "#" + key;
    component.place = {context_.display_path, uses.line()};
    out_.components.push_back(std::move(component));
  }

  const Document& document_;
  const Value root_;
  const ReadContext& context_;
  UnreadList unread_;
  model::Inventory out_;
};

}  // namespace

Result<model::Inventory> read_workflow(std::string text, const ReadContext& context) {
  const Document document = TRY(yaml::parse(text, context.limits));
  Builder builder(document, context, "GitHub workflow");
  builder.jobs();
  return builder.finish();
}

Result<model::Inventory> read_action(std::string text, const ReadContext& context) {
  const Document document = TRY(yaml::parse(text, context.limits));
  Builder builder(document, context, "GitHub action");
  builder.runs();
  return builder.finish();
}

}  // namespace cordon::inventory::github_actions
