// What a guesser tries first. A password made of one or two of these words, with any digits and signs around them, is refused; so are the
// phrases. Kept folded (see nameKey) and without digits.

const words = `
abc access account admin administrator adobe alexander amanda america amor amour andrea andrew angel angela animal anthony apple arsenal ashley asdf
asdfgh asdfghjkl august automne azerty azertyuiop azertyuiopqsdfghjklm baby babygirl bailey banana baseball basket basketball batman beautiful bebe
benjamin bienvenue bisous blessed blink bonjour boomer boston brandon brittany buster butterfly california camille canada caramel cassie celtic change
changeme charles charlie cheese chelsea cheval chicago chicken chocolat chocolate chouchou christian claire coco coeur computer confiance cookie corvette
cowboys coucou crystal daniel danielle database david default diablo diamond dolphin donald doudou dragon eagles editeur editor elephant elizabeth
eminem emmanuel enter everton factcheck facebook falcon family famille fender ferrari fleur florian flower football forever france freedom friend friends
fuckyou fuckoff gabriel galaxy garfield gateway george ginger giraffe golden golfer google guest guitar hammer hannah happy harley harrypotter heather hello
hiver hockey hunter iceman iloveu iloveyou infinity internet isabelle iwantu jackson jaguar james jasmine jasper jean jennifer jeremy jessica jesus jetaime
johnny jordan jordana joseph joshua journal journaliste juillet julien junior justice justin killer kitty lakers laurent laura letmein liberte lion linkedin
liverpool login london loulou louloute love lovely loveme lovers lucky maggie magic maman manager manchester marie marine marlboro marseille martin master
matrix matthew maverick maxime maxwell melanie melissa mercedes merlin merde michael michel michelle mickey midnight minecraft minou miracle monalisa money
monkey montagne morgan motdepasse mother mountain mustang mypassword naruto nathalie newsroom newyork nicolas nicole nothing ocean office olivia olivier
orange pantera papa papillon paris parola pass passe passer password passwort passw patrick peanut pegasus pepper phoenix pierre player please pokemon
porsche power presse princess princesse printemps prince private purple qazwsx qazwsxedc qsdf qsdfghjklm qwert qwerty qwertyuiop qwertz qwertzuiop rachel
rainbow ranger raphael redsox robert rockstar romain root royal sabrina samantha samsung samuel sandrine scooter scorpion secret secure security senha
september service shadow silver simple slipknot soccer sofia softball soleil sophie source sourcier spiderman starwars steelers stella stephanie steven
success summer sunshine superman superstar support sweet system tennis teresa test tester thomas thunder tiger tigger tinker toor toto toulouse trustno
truelove tucker twitter user username valentin valerie vanessa verite victoire victoria vincent voiture welcome whatever william windows winner winter
wizard wolf wordpass world xavier yamaha yankees yellow zaqwsx zxcv zxcvbn zxcvbnm
a aa i me my the le la les un une mon ma mes je tu et de du of to on is one no
`;

const phrases = `
correcthorsebatterystaple horsebatterystaple iloveyouforever iloveyousomuch jetaimepourlavie letmeinplease openthedoor opensesame sesameouvretoi
passwordispassword thisismypassword mypasswordis ilovemyfamily ilovejesus nevergonnagiveyouup maytheforcebewithyou bethechange liveloveslaugh
livelaughlove toinfinityandbeyond ineedapassword iforgotmypassword jaioubliemonmotdepasse monmotdepasse cestmonmotdepasse motdepassesecret
changeitplease changethispassword defaultpassword administrateur administrator superadmin superadministrator supersecretpassword
donotusethis yourpasswordhere passwordpasswordpassword adminadminadmin testtesttesttest lorcmipsum loremipsum loremipsumdolor lorempsumdolorsitamet
libertegalitefraternite liberteegalitefraternite vivelafrance allezlesbleus parissaintgermain olympiquedemarseille manchesterunited
realmadrid barcelonafc newyorkcity sanfrancisco losangeles thequickbrownfox quickbrownfox allyourbasearebelongtous
`;

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ""));

export const commonWords = list(words);
export const commonPhrases = list(phrases);

/** Rows and orders that fingers and guessers follow, in either direction. */
export const runs: readonly string[] = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "qwertzuiopasdfghjklyxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "1a2z3e4r5t6y7u8i9o0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "a1b2c3d4e5f6g7h8i9j0",
  "147258369147258369",
  "123321123321123321",
  "112233445566778899",
];
