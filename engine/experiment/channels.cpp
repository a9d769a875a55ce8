#include "firstcustomer/experiment/channels.hpp"

#include <algorithm>

#include "firstcustomer/core/check.hpp"

namespace firstcustomer {
namespace {

constexpr Channel all_channels[] = {Channel::cash, Channel::signal, Channel::entry};

Case with_one_channel(Case numbers, Channel channel) {
  numbers.pays = channel == Channel::cash;
  numbers.news = channel == Channel::signal;
  numbers.behaviour.entry = channel == Channel::entry;
  return numbers;
}

}  // namespace

bool can_act(Channel channel, const Case& numbers) {
  const bool promised = std::any_of(numbers.programmes.begin(), numbers.programmes.end(),
                                    [](const Programme& programme) { return programme.promised; });
  switch (channel) {
    case Channel::cash:
      return !numbers.programmes.empty();
    case Channel::signal:
      return promised && numbers.finance.signals && numbers.behaviour.investors_respond();
    case Channel::entry:
      return promised && numbers.entry && numbers.behaviour.founders_respond();
  }
  return false;
}

void add_channels(Plan& plan) {
  expect(plan.arms.size() == 2 && !plan.arms[1].numbers.programmes.empty(),
         "channels are those of one programme");
  const Case whole = plan.arms[1].numbers;
  for (const Channel channel : all_channels) {
    if (can_act(channel, whole)) {
      plan.channels.push_back({channel, 1});
    }
  }
  if (!plan.has_channel_arms()) {
    return;
  }
  for (ChannelArm& channel : plan.channels) {
    channel.arm = plan.arms.size();
    Case alone = with_one_channel(whole, channel.channel);
    Model model = Model::build(alone, plan.arms.front().model.laws);
    const auto name = channel_arm_names[static_cast<std::size_t>(channel.channel)];
    plan.arms.push_back({std::string(name), std::move(alone), std::move(model)});
  }
}

}  // namespace firstcustomer
