/** Given names and surnames by country. Surnames are common ones plus combinations, so that a million people have enough. */
export type Country = 'FR' | 'GB' | 'US' | 'JP' | 'IT' | 'CN' | 'AE'

/** A written form in Latin letters, and the one in the bearer's own script where that is another. */
export interface Name {
  readonly latin: string
  readonly native: string | null
}

export interface NamePool {
  readonly female: readonly Name[]
  readonly male: readonly Name[]
  readonly surnames: readonly Name[]
  /** Pairs that make further surnames: any head with any tail. */
  readonly heads: readonly Name[]
  readonly tails: readonly Name[]
  /** Share of people whose surname is one of the common ones. */
  readonly commonShare: number
}

/** Words apart; `Yuki:由紀` gives the native form; `_` stands for a space. */
function names(list: string): readonly Name[] {
  return list
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [latin = '', native] = word.replaceAll('_', ' ').split(':')
      return { latin, native: native ?? null }
    })
}

const FR: NamePool = {
  female: names(`Marie Camille Claire Sophie Anne Isabelle Catherine Hélène Élisabeth Françoise Nathalie Céline Aurélie
    Émilie Julie Charlotte Mathilde Juliette Chloé Léa Manon Inès Zoé Agathe Clémence Héloïse Éléonore Geneviève Véronique
    Stéphanie Sandrine Valérie Béatrice Bérénice Brigitte Cécile Chantal Corinne Delphine Diane Dominique Édith Estelle
    Florence Gabrielle Gaëlle Joséphine Laure Laurence Louise Lucie Madeleine Marguerite Marion Maëlys Mélanie Monique Noémie
    Océane Odile Pascale Pauline Patricia Raphaëlle Roxane Sabine Séverine Solène Suzanne Sylvie Thérèse Victoire Virginie
    Anne-Sophie Marie-Claire Marie-Hélène Anne-Laure Marie-Thérèse Jeanne-Marie Anaïs Faïza Aïcha Yasmine Fatoumata`),
  male: names(`Jean Pierre Michel Philippe Alain Nicolas Christophe Patrick Frédéric Laurent Stéphane David Thomas Julien
    Alexandre Antoine Maxime Guillaume Étienne François Benoît Sébastien Jérôme Rémi Clément Léo Hugo Louis Gabriel Raphaël
    Arthur Jules Adrien Baptiste Bertrand Bruno Cédric Charles Daniel Denis Didier Édouard Émile Éric Fabien Félix Gaël
    Gaspard Geoffroy Georges Gérard Gilles Grégoire Henri Hervé Jacques Joël Loïc Luc Marc Matthieu Mickaël Noël Olivier Pascal
    Paul Quentin René Robert Romain Théo Thibault Tristan Valentin Victor Vincent Xavier Yann Yves Jean-Baptiste
    Jean-François Jean-Pierre Pierre-Louis Jean-Luc Charles-Henri Mehdi Karim Mamadou Loïck Mathéo`),
  surnames:
    names(`Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefèvre Leroy Roux
    David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Müller Lefebvre Faure André Mercier
    Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel
    Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly
    Rivière Lucas Brunet Gaillard Barbier Arnaud Martínez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard
    Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland
    Leclercq Guillaume Lecomte López Jean Dupuy Guillot Hubert Berger Carpentier Sánchez Dupuis Moulin Louis Deschamps Huet
    Vasseur Pérez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier
    Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernández Le_Gall Collet Léger Bouvier Julien Prévost Millet Perrot
    Daniel Le_Roux Cousin Germain Breton Besson Langlois Rémy Le_Goff Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal
    Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodríguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier
    Collin Chauvin Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune
    Gilbert Lamy Delaunay Pasquier Carlier Laporte Benali Diallo Traoré Nguyên N'Diaye Haddad`),
  heads:
    names(`Mont Beau Chau Cler Bel Roche Val Font Haute Clair Grand Saint- Bois Ville Puy Champ Cour Aigue Noir Rouge
    Vert Aubre Long Mire Sauve Torre Vernon Arde Brissac Castel de_Mont de_Beau de_La_Roche de_Val d'Aubi d'Arge du_Chau
    de_Fonte de_Roque de_Ville`),
  tails: names(`fort mont lieu champ vallier ville mesnil rieu puis court villiers vaux dard let lac sier zon gnac rière
    tignac barde selle verdier ron pré morel gard noue lande viel`),
  commonShare: 0.62,
}

const ENGLISH_FEMALE = `Olivia Emma Elizabeth Katherine Margaret Victoria Alexandra Charlotte Amelia Isabella Sophia Grace
  Emily Eleanor Florence Alice Harriet Rebecca Jennifer Jessica Susan Patricia Barbara Deborah Christine Samantha Stephanie
  Theodora Philippa Penelope Josephine Jacqueline Abigail Madeleine Natalie Caroline Helen Sarah Laura Hannah Lucy Rosie
  Imogen Beatrice Matilda Georgina Francesca Henrietta Pamela Judith Dorothy Virginia Nicole Megan Zoë Chloë Siobhan Niamh`
const ENGLISH_MALE = `William Robert Richard James Thomas Charles Edward Michael Anthony Andrew Christopher Benjamin Samuel
  Joseph Daniel Matthew Nicholas Alexander Jonathan Timothy Frederick Theodore Gregory Stephen Kenneth Donald Ronald Lawrence
  Leonard Raymond Peter David Philip George Henry Oliver Jack Harry Arthur Oscar Leo Archie Hugo Rupert Alastair Angus Ewan
  Callum Patrick Vincent Walter Gerald Douglas Bradley Mitchell Joshua Zachary Nathaniel Maximilian Sebastian`
const ENGLISH_HEADS =
  names(`Ash Black Brad Brook Bur Car Chat Clif Col Crom Dal Dun Eas Fair Far Glen Graf Had Hal Ham Har
  Hart Hath Hol Kings Lan Lang Lin Lock Mar Mer Mil Nor Oak Pem Pres Rad Red Rock Ros Ruth Shel Sher Stan Stock Sut Thorn
  Wake War West Whit Win Wood Wyn`)
const ENGLISH_TAILS = names(
  'ton ley ford well ham worth field by bury wick combe stone den ridge brook land more shaw croft hurst',
)

const GB: NamePool = {
  female: names(ENGLISH_FEMALE),
  male: names(ENGLISH_MALE),
  surnames:
    names(`Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White
    Roberts Green Hall Wood Jackson Clarke Khan Hughes Edwards Hill Moore Harris Clark Lewis Turner Scott Cooper Morris Ward
    Watson Morgan Anderson Harrison King Baker Begum Campbell Mitchell Hussain Murphy Kelly O'Brien O'Connor MacDonald McKenzie
    Singh Ali Shah Chaudhry Brontë Fitzgerald Cavendish-Hart Ashcroft Pemberton Sinclair Montague Fairfax Okafor Adeyemi`),
  heads: ENGLISH_HEADS,
  tails: ENGLISH_TAILS,
  commonShare: 0.55,
}

const US: NamePool = {
  female: names(`${ENGLISH_FEMALE} Ashley Brianna Kimberly Madison Mackenzie Savannah María Guadalupe Ximena Keisha`),
  male: names(`${ENGLISH_MALE} Tyler Logan Mason Ethan José Jesús Luis Carlos DeShawn Marcus`),
  surnames:
    names(`Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson
    Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson Walker Young
    Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Kim
    Park Chen Wang Cohen Goldberg Schwartz O'Neill McCarthy Vanderbeek Kowalski Rossi Delgado Núñez Washington Jefferson`),
  heads: ENGLISH_HEADS,
  tails: ENGLISH_TAILS,
  commonShare: 0.6,
}

const JP: NamePool = {
  female:
    names(`Yui:結衣 Aoi:葵 Hina:陽菜 Sakura:さくら Yuki:由紀 Haruka:遥 Misaki:美咲 Nanami:七海 Ayaka:彩花 Rin:凛 Mio:澪
    Akari:明里 Kaori:香織 Naoko:直子 Yoko:洋子 Keiko:恵子 Michiko:美智子 Emiko:恵美子 Noriko:典子 Tomoko:智子 Mayumi:真由美
    Chiharu:千春 Asuka:明日香 Ryoko:涼子 Kyoko:京子 Junko:順子 Sayuri:小百合 Shiori:詩織 Megumi:恵 Rika:里佳`),
  male: names(`Haruto:陽翔 Sota:颯太 Yuto:悠斗 Ren:蓮 Hiroto:大翔 Kaito:海斗 Takumi:匠 Daiki:大輝 Kenta:健太 Shota:翔太
    Takashi:隆 Hiroshi:浩 Kenji:健二 Makoto:誠 Akira:明 Satoshi:聡 Kazuo:和夫 Masahiro:正博 Yasuhiro:康弘 Shinji:真司
    Tetsuya:哲也 Ryo:亮 Naoki:直樹 Jun:純 Koji:浩二 Osamu:修 Taro:太郎 Jiro:次郎 Ichiro:一郎 Yusuke:祐介`),
  surnames: names(`Sato:佐藤 Suzuki:鈴木 Takahashi:高橋 Tanaka:田中 Watanabe:渡辺 Ito:伊藤 Yamamoto:山本 Nakamura:中村
    Kobayashi:小林 Kato:加藤 Yoshida:吉田 Yamada:山田 Sasaki:佐々木 Yamaguchi:山口 Matsumoto:松本 Inoue:井上 Kimura:木村
    Hayashi:林 Saito:斎藤 Shimizu:清水 Mori:森 Abe:阿部 Ikeda:池田 Hashimoto:橋本 Ishikawa:石川 Ogawa:小川 Okada:岡田
    Goto:後藤 Hasegawa:長谷川 Fujita:藤田 Kondo:近藤 Endo:遠藤 Aoki:青木 Sakamoto:坂本 Fukuda:福田 Ota:太田 Nishimura:西村`),
  heads:
    names(`Yama:山 Taka:高 Matsu:松 Kawa:川 Ishi:石 Mori:森 Fuji:藤 Ue:上 Shimo:下 Naka:中 Kita:北 Nishi:西 Minami:南
    Higashi:東 Ao:青 Kuro:黒 Shira:白 Aka:赤 Naga:長 Fuka:深 Hira:平 Yoshi:吉 Take:竹 Ume:梅 Sugi:杉 Iwa:岩 Mizu:水 Tera:寺
    Miya:宮 Hoshi:星`),
  tails: names(`da:田 moto:本 mura:村 kawa:川 shima:島 saki:崎 no:野 yama:山 guchi:口 zawa:沢 i:井 oka:岡 hara:原 se:瀬
    uchi:内 be:部 numa:沼 hashi:橋 mizu:水 tani:谷`),
  commonShare: 0.55,
}

const IT: NamePool = {
  female:
    names(`Giulia Sofia Aurora Alice Ginevra Emma Giorgia Beatrice Anna Vittoria Martina Chiara Francesca Alessandra
    Valentina Federica Elisabetta Caterina Margherita Ludovica Benedetta Costanza Maria_Grazia Maria_Teresa Niccolò-Maria Noemi
    Eleonora Silvia Paola Laura Monica Cristina Raffaella Antonella Giovanna Lucia`),
  male: names(`Leonardo Francesco Alessandro Lorenzo Mattia Andrea Gabriele Riccardo Tommaso Giuseppe Antonio Giovanni Marco
    Luca Paolo Stefano Roberto Niccolò Edoardo Federico Filippo Giacomo Pietro Davide Matteo Salvatore Vincenzo Domenico
    Raffaele Emanuele Gian_Luca Pier_Paolo Umberto Ruggero Enrico Carlo`),
  surnames:
    names(`Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti De_Luca Mancini
    Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo
    Gentile Martinelli Vitale Lombardo Serra Coppola De_Santis D'Angelo Marchetti Parisi Villa Conte Ferraro Ferri Fabbri
    D'Amico Nicolò Cantù Dalla_Chiesa Della_Torre`),
  heads:
    names(`Bel Cal Cam Cas Cer Cor Fer Fior Gal Gar Gram Lan Lom Mal Man Mar Mon Mor Pal Pan Pel Per Pin Ric Sal San Ser
    Spa Tor Val Ven Ver Vis Zan Zam`),
  tails:
    names(`dini lini telli bini cini derosa doni gelli lotti mondi nardi pelli rani rello setti sini tani teri tucci vani
    zani zetti`),
  commonShare: 0.5,
}

const CN: NamePool = {
  female:
    names(`Fang:芳 Xiuying:秀英 Na:娜 Min:敏 Jing:静 Li:丽 Yan:艳 Juan:娟 Xia:霞 Meiling:美玲 Xiaoyan:晓燕 Yuting:雨婷
    Xinyi:欣怡 Zihan:子涵 Yifei:一菲 Ruoxi:若曦 Jiayi:佳怡 Shuang:爽 Lan:兰 Hui:慧 Ting:婷 Yue:悦 Mengyao:梦瑶 Siqi:思琪
    Xueqin:雪琴 Yulan:玉兰 Chunhua:春花 Wenjing:文静 Lihua:丽华 Peipei:佩佩`),
  male: names(`Wei:伟 Qiang:强 Lei:磊 Jun:军 Yang:洋 Yong:勇 Jie:杰 Tao:涛 Ming:明 Chao:超 Gang:刚 Ping:平 Haoran:浩然
    Zixuan:子轩 Yuchen:宇辰 Junjie:俊杰 Jianguo:建国 Zhiqiang:志强 Guoqiang:国强 Haotian:昊天 Bowen:博文 Tianyi:天一 Peng:鹏
    Bin:斌 Kai:凯 Feng:峰 Dong:东 Hao:浩 Yi:毅 Rui:睿`),
  surnames:
    names(`Wang:王 Li:李 Zhang:张 Liu:刘 Chen:陈 Yang:杨 Huang:黄 Zhao:赵 Wu:吴 Zhou:周 Xu:徐 Sun:孙 Ma:马 Zhu:朱
    Hu:胡 Guo:郭 He:何 Lin:林 Gao:高 Luo:罗 Zheng:郑 Liang:梁 Xie:谢 Song:宋 Tang:唐 Han:韩 Feng:冯 Deng:邓 Cao:曹 Peng:彭
    Zeng:曾 Xiao:肖 Tian:田 Dong:董 Pan:潘 Yuan:袁 Cai:蔡 Jiang:蒋 Yu:余 Du:杜 Ye:叶 Cheng:程 Wei:魏 Su:苏 Lü:吕 Ding:丁
    Ren:任 Lu:卢 Yao:姚 Shen:沈 Zhong:钟 Cui:崔 Tan:谭 Lu:陆 Fan:范 Wang:汪 Liao:廖 Shi:石 Jin:金 Wei:韦`),
  heads: names('Ou:欧 Si:司 Shang:上 Huang:皇 Zhu:诸 Dong:东 Xia:夏 Gong:公'),
  tails: names('yang:阳 ma:马 guan:官 fu:甫 ge:葛 fang:方 hou:侯 sun:孙'),
  commonShare: 0.97,
}

const AE: NamePool = {
  female:
    names(`Fatima:فاطمة Mariam:مريم Aisha:عائشة Noura:نورة Sara:سارة Hessa:حصة Latifa:لطيفة Shamma:شما Maitha:ميثاء
    Reem:ريم Amna:آمنة Salama:سلامة Moza:موزة Hind:هند Layla:ليلى Alia:علياء Khadija:خديجة Zainab:زينب Dana:دانة Jawaher:جواهر`),
  male: names(`Mohammed:محمد Ahmed:أحمد Khalid:خالد Abdullah:عبدالله Omar:عمر Ali:علي Hassan:حسن Saeed:سعيد Sultan:سلطان
    Hamad:حمد Rashid:راشد Yousef:يوسف Ibrahim:إبراهيم Majid:ماجد Faisal:فيصل Mansour:منصور Tariq:طارق Zayed:زايد Nasser:ناصر
    Hamdan:حمدان`),
  surnames: names(`Al_Mansoori:المنصوري Al_Hashimi:الهاشمي Al_Suwaidi:السويدي Al_Marri:المري Al_Shamsi:الشامسي
    Al_Ketbi:الكتبي Al_Mazrouei:المزروعي Al_Dhaheri:الظاهري Al_Nuaimi:النعيمي Al_Zaabi:الزعابي Al_Balushi:البلوشي
    Al_Hammadi:الحمادي Al_Ameri:العامري Al_Romaithi:الرميثي Al_Kaabi:الكعبي Al_Muhairi:المهيري Al_Tunaiji:الطنيجي
    Al_Falasi:الفلاسي Al_Qubaisi:القبيسي Haddad:حداد Khoury:خوري Nasser:ناصر Farouk:فاروق Saleh:صالح Aziz:عزيز Darwish:درويش
    Mahmoud:محمود Hussein:حسين Rahman:رحمن Qasim:قاسم`),
  heads: names('Abdul:عبد_ال'),
  tails: names('rahman:رحمن karim:كريم aziz:عزيز latif:لطيف salam:سلام wahab:وهاب hakim:حكيم qader:قادر'),
  commonShare: 0.9,
}

/** The name pools of the countries that the worlds' customers come from. */
export const NAME_POOLS: Readonly<Record<Country, NamePool>> = { FR, GB, US, JP, IT, CN, AE }
