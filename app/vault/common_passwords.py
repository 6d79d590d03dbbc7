"""New passwords that are tried first: the world's, Chinese keyboards' and numbers', and those of a bank counter.

None under 8 characters: those are refused for their length already (app/vault/passwords.py).
"""

from __future__ import annotations

COMMON = frozenset(
    """
!qaz2wsx !qaz@wsx 0123456789 0987654321 10203040 110110110 11112222 112112112 11223344 112233445566 119119119
120120120 12121212 123123123 123321123 12341234 12344321 123454321 123456654321 123456789 1234567890 12345678910
123456789a 12345678a 1234abcd 1234qwer 12369874 123698741 123698745 12378123 123789456 123qweasd 123qweasdzxc
1314131413 13145200 1314520520 1314521521 135792468 1357924680 147258369 147852369 14789632 147896325 159357456
159753456 168168168 16881688 19491001 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz!qaz 1qaz2wsx 1qaz2wsx! 1qaz2wsx3edc
1qaz@wsx 20080808 246813579 31415926 314159265 321654987 456789123 518518518 52013145 5201314520 520131499 5201314a
520520520 521521521 66668888 741852963 789456123 87654321 88886666 88888888 95533955 95566955 95588955 95599955
963852741 987654321 9876543210 a1234567 a12345678 a123456789 a123456a a1b2c3d4 aa123456 aa123456789 aa@123456
aaa123456 abc123123 abc12345 abc123456 abc95599 abc@1234 abc@123456 abcd1234 abcd@1234 admin123 admin1234 admin12345
admin123456 admin888 admin8888 admin@123 admin@1234 admin@12345 admin@2020 adminadmin administrator administrator1
as123456 asd123456 asdf1234 asdfasdf asdfghjk asdfghjkl autumn2024 autumn2025 autumn2026 bank1234 bank123456
bankbank baseball batman123 beijing1 beijing2008 boc95566 ccb95533 changeme changeme1 chen1234 china123 china2008
computer default1 default123 dragon123 football guangzhou guest123 guiyuan1 guiyuan123 huawei123 huawei@123
icbc95588 iloveyou iloveyou1 iloveyou520 internet jennifer jiesu123 jiesu1234 jiesutai kefu1234 kehu1234 letmein1
letmein123 li123456 liu123456 master123 michael1 mima1234 mima123456 monkey123 nihao123 nihao123456 nihaoma1
p@ssw0rd p@ssw0rd1 p@ssw0rd123 p@ssword p@ssword1 pa$$w0rd passw0rd passw0rd1 passw0rd123 password password1
password12 password123 passwort princess q123456789 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qq123456 qq123456789
qwe@1234 qweasd123 qweasdzxc qwer1234 qwer12345 qwerasdf qwerty12 qwerty123 qwerty1234 qwertyui qwertyuiop root1234
root123456 samsung1 secret123 shadow123 shanghai shanghai1 spring2024 spring2025 spring2026 starwars summer2024
summer2025 summer2026 sunshine superman teller123 test1234 test12345 test123456 test@123 testtest toor1234 tousu123
trustno1 user1234 w123456789 wang1234 wang123456 welcome1 welcome123 welcome@123 whatever winter2024 winter2025
winter2026 woaini123 woaini1314 woaini520 woaini5201314 woaini521 woaini99 woaiwojia wodemima yinhang1 yinhang123
yinhang123456 z123456789 zaq!2wsx zaq12wsx zaq1xsw2 zhang123 zhang123456 zhihang1 zhihang123 zhongguo zhongguo1
zxcv1234 zxcvbnm, zxcvbnm1 zxcvbnm123 zz123456
一二三四五六七八 一二三四五六七八九 一二三四五六七八九十 密码密码密码密码 我爱你我爱你我爱 长城长城长城长城
""".split()  # noqa: SIM905 (a list of quoted words is harder to read and to compare)
)
