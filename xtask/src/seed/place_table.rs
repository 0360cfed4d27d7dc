//! The table behind `places.rs`: districts, roads and positions are Shanghai's own, the houses are invented.

use super::places::Kind::{
    self, Children, Clinic, Community, Dental, Eye, General, Maternity, Mind,
};
use super::places::{Place, Site};

/// A district: English name, Chinese name, post code of its centre.
pub const DISTRICTS: [(&str, &str, &str); 16] = [
    ("Huangpu", "黄浦区", "200001"),
    ("Xuhui", "徐汇区", "200030"),
    ("Changning", "长宁区", "200050"),
    ("Jing'an", "静安区", "200040"),
    ("Putuo", "普陀区", "200062"),
    ("Hongkou", "虹口区", "200080"),
    ("Yangpu", "杨浦区", "200082"),
    ("Minhang", "闵行区", "201100"),
    ("Baoshan", "宝山区", "201900"),
    ("Jiading", "嘉定区", "201800"),
    ("Pudong", "浦东新区", "200120"),
    ("Jinshan", "金山区", "200540"),
    ("Songjiang", "松江区", "201600"),
    ("Qingpu", "青浦区", "201700"),
    ("Fengxian", "奉贤区", "201400"),
    ("Chongming", "崇明区", "202150"),
];

const fn site(
    district: usize,
    street: [&'static str; 2],
    number: u32,
    position: [&'static str; 2],
) -> Site {
    Site {
        district,
        street,
        number,
        position,
    }
}

const fn place(kind: Kind, weight: u32, name: [&'static str; 2], sites: &'static [Site]) -> Place {
    Place {
        kind,
        weight,
        name,
        sites,
    }
}

/// All sixty; the order gives the ids.
#[rustfmt::skip]
pub const PLACES: [Place; 60] = [
    place(General, 90, ["Heron Bay", "鹭湾"], &[
        site(10, ["Zhangyang Road", "张杨路"], 1688, ["31.2279", "121.5221"]),
        site(10, ["Nianjiabang Road", "年家浜路"], 508, ["31.1160", "121.5741"]),
    ]),
    place(General, 90, ["Osmanthus Court", "桂庭"], &[
        site(1, ["Zhaojiabang Road", "肇嘉浜路"], 966, ["31.1992", "121.4483"]),
        site(1, ["Guilin Road", "桂林路"], 377, ["31.1701", "121.4130"]),
    ]),
    place(General, 80, ["Plane Tree", "悬铃"], &[
        site(3, ["Nanjing West Road", "南京西路"], 1990, ["31.2291", "121.4562"]),
        site(3, ["Daning Road", "大宁路"], 455, ["31.2770", "121.4571"]),
    ]),
    place(General, 70, ["Jade Tide", "玉潮"], &[
        site(0, ["Fuzhou Road", "福州路"], 717, ["31.2342", "121.4801"]),
        site(0, ["Dapu Road", "打浦路"], 288, ["31.2050", "121.4682"]),
    ]),
    place(General, 60, ["Reed Islet", "芦汀"], &[
        site(6, ["Siping Road", "四平路"], 1577, ["31.2831", "121.5053"]),
        site(6, ["Songhu Road", "淞沪路"], 909, ["31.3062", "121.5121"]),
    ]),
    place(General, 50, ["Nine Bridges", "九桥"], &[site(7, ["Qixin Road", "七莘路"], 2388, ["31.1482", "121.3611"])]),
    place(General, 45, ["Cloud Harbour", "云港"], &[site(10, ["Zuchongzhi Road", "祖冲之路"], 1066, ["31.2033", "121.5980"])]),
    place(General, 45, ["Morning Bell", "晨钟"], &[site(2, ["Yan'an West Road", "延安西路"], 2455, ["31.2111", "121.4142"])]),
    place(General, 40, ["Kingfisher", "翠鸟"], &[site(5, ["Quyang Road", "曲阳路"], 933, ["31.2811", "121.4912"])]),
    place(General, 40, ["Maple Quay", "枫埠"], &[site(4, ["Changshou Road", "长寿路"], 1177, ["31.2422", "121.4371"])]),
    place(General, 35, ["Stone Drum", "石鼓"], &[site(8, ["Mudanjiang Road", "牡丹江路"], 1922, ["31.4081", "121.4870"])]),
    place(General, 30, ["Willow Ferry", "柳渡"], &[site(12, ["Zhongshan Middle Road", "中山中路"], 833, ["31.0082", "121.2331"])]),
    place(General, 30, ["Camphor Grove", "樟林"], &[site(9, ["Bole Road", "博乐路"], 366, ["31.3850", "121.2502"])]),
    place(General, 20, ["Lotus Lake", "莲泽"], &[site(13, ["Gongyuan Road", "公园路"], 1499, ["31.1531", "121.1172"])]),
    place(General, 20, ["Long Tide", "长汐"], &[site(14, ["Jiefang East Road", "解放东路"], 1033, ["30.9180", "121.4701"])]),
    place(General, 15, ["Egret Island", "白鹭洲"], &[site(15, ["Bayi Road", "八一路"], 599, ["31.6272", "121.4003"])]),
    place(Community, 16, ["Lantern Lane", "灯笼里"], &[site(0, ["Fangbang Middle Road", "方浜中路"], 522, ["31.2261", "121.4892"])]),
    place(Community, 16, ["Bamboo Gate", "竹扉"], &[site(1, ["Tianyaoqiao Road", "天钥桥路"], 888, ["31.1862", "121.4370"])]),
    place(Community, 14, ["Wisteria", "紫藤架"], &[site(2, ["Xianxia Road", "仙霞路"], 744, ["31.2060", "121.3951"])]),
    place(Community, 14, ["Swallow's Nest", "燕归"], &[site(3, ["Gonghexin Road", "共和新路"], 2633, ["31.2702", "121.4520"])]),
    place(Community, 14, ["Orchid Steps", "兰阶"], &[site(4, ["Lanxi Road", "兰溪路"], 399, ["31.2461", "121.4003"])]),
    place(Community, 14, ["Old Ferry", "古渡"], &[site(5, ["Sichuan North Road", "四川北路"], 2155, ["31.2572", "121.4821"])]),
    place(Community, 14, ["Weaver's Yard", "织里"], &[site(6, ["Kongjiang Road", "控江路"], 1844, ["31.2760", "121.5230"])]),
    place(Community, 14, ["Plum Rain", "梅雨"], &[site(7, ["Xinsong Road", "莘松路"], 577, ["31.1122", "121.3751"])]),
    place(Community, 12, ["River Mouth", "江口"], &[site(8, ["Changjiang West Road", "长江西路"], 2022, ["31.3471", "121.4502"])]),
    place(Community, 12, ["Cotton Field", "棉田"], &[site(9, ["Moyu Road", "墨玉路"], 288, ["31.2942", "121.1600"])]),
    place(Community, 16, ["Magpie Bridge", "鹊桥"], &[site(10, ["Sanlin Road", "三林路"], 811, ["31.1460", "121.5032"])]),
    place(Community, 14, ["Sea Gate", "海阙"], &[site(10, ["Zhangyang North Road", "张杨北路"], 5533, ["31.3451", "121.5770"])]),
    place(Community, 10, ["Salt Marsh", "盐沼"], &[site(11, ["Weiqing West Road", "卫清西路"], 1377, ["30.7341", "121.3332"])]),
    place(Community, 10, ["Water Chestnut", "菱角塘"], &[site(13, ["Xinfeng Road", "新风路"], 266, ["31.1071", "121.0553"])]),
    place(Community, 10, ["New Moon Lake", "新月湖"], &[site(10, ["Huanhu West 1st Road", "环湖西一路"], 999, ["30.9031", "121.9302"])]),
    place(Community, 10, ["Paddy Lane", "稻香弄"], &[site(12, ["Wencheng Road", "文诚路"], 744, ["31.0361", "121.2100"])]),
    place(Clinic, 10, ["Blue Sail", "青帆"], &[site(10, ["Lujiazui Ring Road", "陆家嘴环路"], 1533, ["31.2392", "121.5010"])]),
    place(Clinic, 10, ["Green Tile", "碧瓦"], &[site(10, ["Biyun Road", "碧云路"], 733, ["31.2431", "121.5852"])]),
    place(Clinic, 9, ["Silk Thread", "锦线"], &[site(0, ["Huaihai Middle Road", "淮海中路"], 1922, ["31.2222", "121.4681"])]),
    place(Clinic, 9, ["Two Pines", "双松"], &[site(1, ["Hengshan Road", "衡山路"], 933, ["31.2051", "121.4472"])]),
    place(Clinic, 8, ["Quiet Garden", "静园里"], &[site(2, ["Yuyuan Road", "愚园路"], 1688, ["31.2210", "121.4251"])]),
    place(Clinic, 8, ["Paper Kite", "纸鸢"], &[site(3, ["Changping Road", "昌平路"], 1155, ["31.2391", "121.4452"])]),
    place(Clinic, 7, ["Amber Door", "琥珀门"], &[site(4, ["Zhenbei Road", "真北路"], 2966, ["31.2462", "121.3830"])]),
    place(Clinic, 7, ["Rain Cloud", "雨云"], &[site(5, ["Dalian Road", "大连路"], 1899, ["31.2631", "121.5132"])]),
    place(Clinic, 7, ["Spring Onion", "青葱"], &[site(6, ["Changyang Road", "长阳路"], 2511, ["31.2640", "121.5281"])]),
    place(Clinic, 7, ["Tea Terrace", "茶垄"], &[site(7, ["Wuzhong Road", "吴中路"], 1944, ["31.1751", "121.3803"])]),
    place(Clinic, 6, ["Inkstone", "砚池"], &[site(7, ["Dongchuan Road", "东川路"], 2177, ["31.0172", "121.4241"])]),
    place(Clinic, 6, ["Little Boat", "扁舟"], &[site(10, ["Chuansha Road", "川沙路"], 5188, ["31.1961", "121.7002"])]),
    place(Dental, 16, ["White Pebble", "白石子"], &[site(10, ["Century Avenue", "世纪大道"], 2299, ["31.2290", "121.5272"])]),
    place(Dental, 14, ["Snow Peak", "雪岭"], &[site(0, ["Xizang South Road", "西藏南路"], 1566, ["31.2172", "121.4841"])]),
    place(Dental, 14, ["Ivory Comb", "牙梳"], &[site(1, ["Caobao Road", "漕宝路"], 777, ["31.1681", "121.4302"])]),
    place(Dental, 12, ["Cicada", "鸣蝉"], &[site(3, ["Jiangning Road", "江宁路"], 1866, ["31.2402", "121.4433"])]),
    place(Dental, 12, ["Pearl Row", "珠排"], &[site(6, ["Huangxing Road", "黄兴路"], 2088, ["31.2901", "121.5301"])]),
    place(Dental, 10, ["Crescent", "弯月"], &[site(7, ["Humin Road", "沪闵路"], 6677, ["31.1091", "121.3862"])]),
    place(Eye, 40, ["Clear Water", "澄水"], &[site(1, ["Longhua Middle Road", "龙华中路"], 699, ["31.1890", "121.4531"])]),
    place(Eye, 30, ["Far Horizon", "远岫"], &[site(10, ["Pudong South Road", "浦东南路"], 2955, ["31.2222", "121.5103"])]),
    place(Children, 50, ["Red Balloon", "红气球"], &[site(10, ["Huamu Road", "花木路"], 1355, ["31.2121", "121.5562"])]),
    place(Children, 40, ["Dragonfly", "蜻蜓"], &[site(2, ["Hongqiao Road", "虹桥路"], 2622, ["31.1952", "121.4001"])]),
    place(Children, 30, ["Sugar Maple", "糖枫"], &[site(3, ["Pengjiang Road", "彭江路"], 577, ["31.2942", "121.4511"])]),
    place(Maternity, 40, ["Peach Blossom", "桃夭"], &[site(4, ["Zhongshan North Road", "中山北路"], 3733, ["31.2501", "121.4230"])]),
    place(Maternity, 40, ["First Light", "初曦"], &[site(10, ["Yanggao South Road", "杨高南路"], 1844, ["31.1902", "121.5351"])]),
    place(Mind, 30, ["Still Water", "止水"], &[site(1, ["Wanping South Road", "宛平南路"], 977, ["31.1881", "121.4452"])]),
    place(Mind, 25, ["Open Window", "启窗"], &[site(10, ["Jinke Road", "金科路"], 3055, ["31.2041", "121.6023"])]),
    place(Mind, 20, ["Soft Rain", "细雨"], &[site(5, ["Guangji Road", "广纪路"], 922, ["31.2851", "121.4781"])]),
];
