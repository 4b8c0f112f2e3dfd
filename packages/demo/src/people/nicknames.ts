/** Short and familiar forms of given names, as people say them at a counter. Keys are as in the name pools. */
const LIST = `
Elizabeth=Liz,Beth,Betty|Katherine=Kate,Kathy|Margaret=Maggie,Peggy|Victoria=Vicky,Tori|Alexandra=Alex,Sandra
Isabella=Bella|Rebecca=Becky|Jennifer=Jenny,Jen|Jessica=Jess|Susan=Sue|Patricia=Pat,Trish|Barbara=Barb|Deborah=Debbie
Christine=Chris|Samantha=Sam|Stephanie=Steph|Theodora=Thea|Philippa=Pippa|Penelope=Penny|Josephine=Jo,Josie|Jacqueline=Jackie
Abigail=Abby|Madeleine=Maddy|Caroline=Caro|Matilda=Tilly|Georgina=Georgie|Francesca=Fran|Henrietta=Hettie|Pamela=Pam
Judith=Judy|Dorothy=Dot|Virginia=Ginny|Eleanor=Ellie,Nell|Emily=Em|Charlotte=Lottie|Amelia=Millie|Kimberly=Kim
William=Bill,Will,Billy|Robert=Bob,Rob|Richard=Dick,Rick|James=Jim,Jamie|Thomas=Tom|Charles=Charlie,Chuck|Edward=Ted,Eddie
Michael=Mike|Anthony=Tony|Andrew=Andy|Christopher=Chris,Kit|Benjamin=Ben|Samuel=Sam|Joseph=Joe|Daniel=Dan|Matthew=Matt
Nicholas=Nick|Alexander=Alex,Sandy|Jonathan=Jon|Timothy=Tim|Frederick=Fred|Theodore=Ted,Theo|Gregory=Greg|Stephen=Steve
Kenneth=Ken|Donald=Don|Ronald=Ron|Lawrence=Larry|Leonard=Len|Raymond=Ray|Peter=Pete|David=Dave|Philip=Phil|Henry=Harry,Hal
Patrick=Paddy|Walter=Walt|Gerald=Gerry|Douglas=Doug|Bradley=Brad|Mitchell=Mitch|Joshua=Josh|Zachary=Zach|Nathaniel=Nate
Maximilian=Max|Sebastian=Seb|Guadalupe=Lupe|José=Pepe|Jesús=Chuy
Élisabeth=Babeth,Élisa|Catherine=Cathy,Cath|Isabelle=Isa|Nathalie=Nath|Stéphanie=Steph|Véronique=Véro|Valérie=Val
Dominique=Dom,Domi|Gabrielle=Gaby|Joséphine=José|Mathilde=Math|Madeleine=Mado|Marguerite=Margot|Geneviève=Ginette
Virginie=Ninie|Sandrine=Sandy|Brigitte=Bri|Florence=Flo|Émilie=Mimi|Anne-Sophie=Anso|Marie-Claire=Marie|Marie-Hélène=Marilène
Anne-Laure=Anne|Marie-Thérèse=Maïté|Raphaëlle=Raph|Éléonore=Léo|Clémence=Clem|Victoire=Vic|Béatrice=Béa|Caroline=Caro
Alexandre=Alex|Christophe=Chris|Frédéric=Fred|Stéphane=Steph|Philippe=Phil|Laurent=Lolo|Nicolas=Nico|Julien=Juju|Antoine=Toine
Maxime=Max|Guillaume=Guy|Sébastien=Seb|Jérôme=Jé|Benoît=Ben|Raphaël=Raph|Grégoire=Greg|Matthieu=Matt|Mickaël=Mick
Olivier=Oliv|Quentin=Quent|Vincent=Vince|Théo=Teddy|Victor=Vic|Édouard=Doudou|Jean-Baptiste=Jean-Ba,JB|Jean-François=Jef
Jean-Pierre=Jean-Pi|Pierre-Louis=Pierrot|Jean-Luc=JL|Charles-Henri=Charly|François=Fanfan|Gabriel=Gabi
Francesca=Franca|Alessandra=Sandra|Elisabetta=Betta,Elisa|Margherita=Rita|Benedetta=Benni|Eleonora=Nora|Antonella=Anto
Giovanna=Gianna|Francesco=Franco,Ciccio|Alessandro=Sandro,Ale|Giuseppe=Beppe,Pino|Antonio=Tonino|Giovanni=Gianni|Salvatore=Totò
Vincenzo=Enzo|Domenico=Mimmo|Raffaele=Lello|Edoardo=Edo|Niccolò=Nico|Lorenzo=Renzo|Leonardo=Leo|Tommaso=Tommy|Umberto=Berto
Mohammed=Mohamed,Muhammad|Ahmed=Ahmad|Khalid=Khaled|Abdullah=Abdalla|Omar=Umar|Saeed=Said|Rashid=Rashed|Yousef=Yusuf,Youssef
Faisal=Faysal|Mansour=Mansoor|Tariq=Tarek|Zayed=Zaid|Fatima=Fatma,Fatimah|Mariam=Maryam|Aisha=Aysha|Noura=Nora|Layla=Leila
Xiaoyan=Vivian|Meiling=Melinda|Yuting=Tina|Xinyi=Cindy|Jiayi=Joy|Mengyao=Monica|Siqi=Suki|Haoran=Howard|Zixuan=Jason
Yuchen=Eric|Junjie=Jack|Bowen=Bowen|Peng=Patrick|Kai=Kevin|Feng=Frank|Hao=Harry|Rui=Ray|Ming=Michael|Jing=Jenny|Li=Lily`

/** First names in Latin letters → their familiar forms, most usual first. Names without one are absent. */
export const NICKNAMES: ReadonlyMap<string, readonly string[]> = new Map(
  LIST.trim()
    .split(/[\n|]/)
    .map((entry) => entry.split('=') as [string, string])
    .map(([name, forms]) => [name, forms.split(',').filter((form) => form !== name)] as const)
    .filter(([, forms]) => forms.length > 0),
)
