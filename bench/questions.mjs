// Questions as residents put them; no two alike.

const things = ["居住证", "社保卡", "公积金", "身份证", "护照", "驾驶证", "营业执照", "不动产", "医保", "户口", "生育津贴", "退休", "结婚", "出生证明", "食品经营"];
const acts = ["办理", "补办", "换领", "查询", "变更", "注销", "申请", "登记", "预约", "续期"];
const loose = ["shebao", "sb", "gjj", "juzhuzheng", "hukou", "passport", "driving licence", "pension", "marriage", "tax"];

/** Two hundred and twenty questions; the first twenty are for warming up. */
export function questions() {
  const pairs = things.flatMap((thing) => acts.map((act) => thing + act));
  const spaced = things.slice(0, 6).flatMap((thing) => acts.map((act) => `${thing} ${act}`));
  // A stride that shares no factor with their number mixes them without chance.
  const all = [...pairs, ...spaced, ...loose];
  return all.map((_, index) => all[(index * 37) % all.length]);
}
